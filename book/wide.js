// Gives columns of prose enough room, and marks each table and each listing that is wider than the page, so
// that lab.css can show that it scrolls.
"use strict";

(() => {
    // A column of prose has more letters outside of code than in it, and more than this number in one cell.
    const LONG = 30;

    const codeOf = cell =>
        [...cell.querySelectorAll("code")].reduce((sum, code) => sum + code.textContent.length, 0);
    const wordsOf = cell => cell.textContent.length - codeOf(cell);

    const isProse = cells => {
        const sum = lettersOf => cells.map(lettersOf).reduce((a, b) => a + b, 0);
        return sum(wordsOf) > sum(codeOf) && cells.some(cell => wordsOf(cell) > LONG);
    };

    const markProse = table => {
        const rows = [...table.rows].map(row => [...row.cells]);
        rows[0]?.forEach((_, column) => {
            const cells = rows.map(row => row[column]).filter(cell => cell);
            if (isProse(cells)) cells.forEach(cell => cell.classList.add("is-prose"));
        });
    };

    // A line may end within a path or a chain of calls, but not within a name.
    const allowBreaks = code => {
        const paths = code.innerHTML.replace(/(\w)::(?=[A-Za-z])/g, "$1::<wbr>");
        code.innerHTML = paths.replace(/\.(?=\w+\()/g, "<wbr>.");
    };

    const markWidth = frame => {
        const left = frame.scrollWidth - frame.clientWidth;
        frame.classList.toggle("is-wider", left > 0);
        frame.classList.toggle("is-at-end", left - frame.scrollLeft < 2);
        // Only a frame that can be focused can be scrolled with the arrow keys.
        if (left > 0) frame.tabIndex = 0;
        else frame.removeAttribute("tabindex");
    };

    for (const frame of document.querySelectorAll(".table-wrapper")) {
        markProse(frame.querySelector("table"));
        frame.querySelectorAll("code").forEach(allowBreaks);
    }
    for (const frame of document.querySelectorAll(".table-wrapper, .content pre > code")) {
        new ResizeObserver(() => markWidth(frame)).observe(frame);
        frame.addEventListener("scroll", () => markWidth(frame), { passive: true });
        // Elsewhere on the page, these keys turn to the next chapter.
        frame.addEventListener("keydown", event => {
            if (["ArrowLeft", "ArrowRight"].includes(event.key)) event.stopPropagation();
        });
    }
})();
