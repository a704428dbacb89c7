// Lesson 02 in Go: the server.
package main

import (
	"fmt"
	"net"
	"os"
)

// converse sends back in upper case what arrives, until the client is done.
func converse(conn net.Conn) {
	buffer := make([]byte, 1024)
	for {
		received, err := conn.Read(buffer)
		for at, letter := range buffer[:received] {
			// bytes.ToUpper would decode UTF-8, and a character may be cut in two.
			if 'a' <= letter && letter <= 'z' {
				buffer[at] -= 'a' - 'A'
			}
		}
		// Write sends all of it, or fails.
		if _, failed := conn.Write(buffer[:received]); failed != nil || err != nil {
			return
		}
	}
}

func main() {
	listener, err := net.Listen("tcp", os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	conn, err := listener.Accept()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer conn.Close()
	converse(conn)
}
