// Steps through the pictures of a page. Each row of a picture is a group with its step in attributes: see
// checker/src/report/chart/svg.rs. Without this script, a picture is shown as a whole.
"use strict";

(() => {
    const PAUSE = 2000; // milliseconds between two steps
    const MARGIN = 60; // pixels above and below the current row; the book's title bar is 50 high

    // An element with this text and these attributes.
    const made = (name, attributes = {}, ...children) => {
        const element = document.createElement(name);
        for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
        element.append(...children);
        return element;
    };

    // The text, with what is between two backticks as code.
    const withCode = text => text.split("`").map((part, at) => at % 2 ? made("code", {}, part) : part);

    const table = ways => {
        const row = (kind, cells) => made("tr", {}, ...cells.map(cell => made(kind, {}, cell)));
        const head = made("thead", {}, row("th", ["direction", "sent", "read", "in the kernel"]));
        return made("table", {}, head, made("tbody", {}, ...ways.map(way => row("td", way))));
    };

    const play = figure => {
        const steps = [...figure.querySelectorAll("svg .step")];
        if (steps.length === 0) return;
        const title = figure.querySelector("svg title").textContent;
        const button = (text, label) => made("button", { type: "button", "aria-label": label }, text);
        const previous = button("◀", "Previous step"), next = button("▶", "Next step");
        const toggle = made("button", { type: "button" }, "Play");
        const count = made("span", { class: "count" });
        const event = made("p", { class: "event" }), waits = made("p", { class: "waits" });
        const text = made("div", { class: "text", "aria-live": "polite" }, count, event, waits);
        const state = made("div", { class: "state" });
        const keys = made("div", { class: "keys" }, previous, toggle, next);
        const label = `Steps of ${title}. Left and right arrow: one step. Space: play or pause.`;
        const player = made("div", { class: "wire-player", role: "group", tabindex: "0", "aria-label": label });
        player.append(keys, text, state);
        figure.querySelector(".wire-frame").after(player);

        // 0 is the whole picture.
        let now = 0, timer = null;

        const show = step => {
            now = Math.max(0, Math.min(steps.length, step));
            steps.forEach((row, at) => {
                row.classList.toggle("is-now", at + 1 === now);
                row.classList.toggle("is-later", now > 0 && at + 1 > now);
            });
            const { event: words = "", waits: call = "", ways = "[]" } = now ? steps[now - 1].dataset : {};
            count.textContent = now ? `Step ${now} of ${steps.length}` : `${steps.length} steps`;
            event.replaceChildren(...withCode(now ? words : "Step through this run with the buttons or the arrow keys"));
            waits.replaceChildren(...withCode(call));
            const cells = JSON.parse(ways);
            state.replaceChildren(...cells.length ? [table(cells)] : []);
            previous.setAttribute("aria-disabled", now === 0);
            next.setAttribute("aria-disabled", now === steps.length);
        };

        // Scrolls the page if the row is not between its top and the player.
        const reveal = () => {
            if (now === 0) return;
            const row = steps[now - 1].getBoundingClientRect(), end = player.getBoundingClientRect().top;
            const below = row.bottom + MARGIN - end, above = row.top - MARGIN;
            const by = below > 0 ? below : Math.min(above, 0);
            if (by !== 0) scrollBy({ top: by, behavior: "instant" });
        };

        const pause = () => {
            clearInterval(timer);
            timer = null;
            toggle.textContent = "Play";
        };
        const advance = () => {
            show(now + 1);
            reveal();
            if (now === steps.length) pause();
        };
        const playOrPause = () => {
            if (timer !== null) return pause();
            if (now === steps.length) show(0);
            timer = setInterval(advance, PAUSE);
            toggle.textContent = "Pause";
            advance();
        };
        const goTo = step => {
            pause();
            show(step);
            reveal();
        };

        previous.addEventListener("click", () => goTo(now - 1));
        next.addEventListener("click", () => goTo(now + 1));
        toggle.addEventListener("click", playOrPause);
        player.addEventListener("keydown", key => {
            const isPlain = !(key.ctrlKey || key.altKey || key.metaKey || key.shiftKey);
            // A focused button handles the space bar itself.
            const acts = {
                ArrowLeft: () => goTo(now - 1),
                ArrowRight: () => goTo(now + 1),
                Home: () => goTo(0),
                End: () => goTo(steps.length),
                " ": key.target === player ? playOrPause : undefined,
            }[key.key];
            if (!isPlain || !acts) return;
            // In the book, the arrow keys also turn the pages.
            key.preventDefault();
            key.stopPropagation();
            acts();
        });
        show(0);
    };

    document.querySelectorAll(".wire-figure").forEach(play);
})();
