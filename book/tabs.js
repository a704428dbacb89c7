// Shows one of a listing's languages at a time. The reader's choice holds for all listings, on all pages.
// Without this script, all languages are shown.
"use strict";

(() => {
    const KEY = "socketlings-language";
    const groups = [];

    // A browser may refuse to keep anything.
    const kept = () => {
        try { return localStorage.getItem(KEY); } catch { return null; }
    };
    const keep = language => {
        try { localStorage.setItem(KEY, language); } catch { /* The choice holds for this page only. */ }
    };

    const element = (name, attributes) => {
        const made = document.createElement(name);
        for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
        return made;
    };

    // Shows this language in all listings.
    const show = language => {
        for (const { button, panel } of groups.flat()) {
            const isShown = panel.dataset.language === language;
            button.setAttribute("aria-selected", isShown);
            button.tabIndex = isShown ? 0 : -1;
            panel.hidden = !isShown;
        }
    };

    // The listings above this one change their height, too: keep it where it is in the window.
    const choose = button => {
        const { top } = button.getBoundingClientRect();
        show(button.textContent);
        keep(button.textContent);
        scrollBy({ top: button.getBoundingClientRect().top - top, behavior: "instant" });
    };

    const onKey = (key, tabs) => {
        const isPlain = !(key.ctrlKey || key.altKey || key.metaKey || key.shiftKey);
        const now = tabs.findIndex(({ button }) => button === key.target), last = tabs.length - 1;
        const next = {
            ArrowLeft: now === 0 ? last : now - 1,
            ArrowRight: now === last ? 0 : now + 1,
            Home: 0,
            End: last,
        }[key.key];
        if (!isPlain || next === undefined) return;
        // In the book, the arrow keys also turn the pages.
        key.preventDefault();
        key.stopPropagation();
        choose(tabs[next].button);
        tabs[next].button.focus({ preventScroll: true });
    };

    const begin = (group, number) => {
        const list = element("div", { role: "tablist", "aria-label": "Language" });
        const tabs = [...group.querySelectorAll(".tab")].map((panel, at) => {
            const [id, shows] = ["tab", "panel"].map(kind => `${kind}-${number}-${at}`);
            const button = element("button", { type: "button", role: "tab", id, "aria-controls": shows });
            button.textContent = panel.dataset.language;
            button.addEventListener("click", () => choose(button));
            panel.id = shows;
            panel.setAttribute("role", "tabpanel");
            panel.setAttribute("aria-labelledby", id);
            list.append(button);
            return { button, panel };
        });
        list.addEventListener("keydown", key => onKey(key, tabs));
        group.prepend(list);
        groups.push(tabs);
    };

    document.querySelectorAll(".tabs").forEach(begin);
    const languages = groups.flat().map(({ panel }) => panel.dataset.language);
    show(languages.includes(kept()) ? kept() : "Rust");
})();
