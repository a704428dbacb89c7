// Lesson 02 in Go: the client.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
)

// converse sends each line of standard input and prints its reply.
func converse(conn net.Conn) error {
	input := bufio.NewReader(os.Stdin)
	for {
		line, ended := input.ReadBytes('\n')
		line = bytes.TrimSuffix(line, []byte("\n"))
		if string(line) == "q" {
			return nil
		}
		if len(line) > 0 {
			if _, err := conn.Write(line); err != nil {
				return err
			}
			if _, err := io.ReadFull(conn, line); err != nil {
				return err
			}
			// os.Stdout has no buffer. With a bufio.Writer, call Flush here.
			fmt.Printf("%s\n", line)
		}
		if ended != nil {
			return nil
		}
	}
}

func main() {
	conn, err := net.Dial("tcp", os.Args[1])
	if err == nil {
		defer conn.Close()
		err = converse(conn)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
