// Gives columns of prose enough room, and marks each table that is wider than the page, so that lab.css can
// say that it scrolls.
"use strict";

(() => {
    // A column with a cell that has more letters than this outside of code is prose.
    const PROSE = 30;

    const lettersOf = cell =>
        [...cell.childNodes].reduce((sum, node) => sum + (node.nodeName === "CODE" ? 0 : node.textContent.length), 0);

    const markProse = table => {
        const rows = [...table.rows].map(row => [...row.cells]);
        rows[0]?.forEach((_, column) => {
            const cells = rows.map(row => row[column]).filter(cell => cell);
            if (cells.some(cell => lettersOf(cell) > PROSE)) cells.forEach(cell => cell.classList.add("is-prose"));
        });
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
        new ResizeObserver(() => markWidth(frame)).observe(frame);
        frame.addEventListener("scroll", () => markWidth(frame), { passive: true });
        // Elsewhere on the page, these keys turn to the next chapter.
        frame.addEventListener("keydown", event => {
            if (["ArrowLeft", "ArrowRight"].includes(event.key)) event.stopPropagation();
        });
    }
})();
