// Suggestions under a search box, after WAI-ARIA's pattern of a combobox with a list.
// The form needs none of it: Enter sends what is typed unless a suggestion is chosen.

const PAUSE = 150; // milliseconds after the last key
const SHORTEST = 2;
const LONGEST = 200;
const ADDRESS = 8000; // characters that any server takes

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function suggest(input) {
  const id = `${input.id}-suggestions`;
  const list = element("ul", { id, class: "suggestions", role: "listbox", "aria-label": "Suggestions" });
  const count = element("p", { class: "unseen", role: "status" });
  let found = [];
  let active = -1;
  let timer;
  let asking;

  list.hidden = true;
  input.after(list, count);
  input.setAttribute("role", "combobox");
  input.setAttribute("autocomplete", "off");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", id);
  input.setAttribute("aria-expanded", "false");

  function choose(place) {
    active = place;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", at === place));
    if (place < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[place].id);
    list.children[place].scrollIntoView({ block: "nearest" });
  }

  function show(suggestions) {
    found = suggestions;
    list.replaceChildren(
      ...found.map(({ kind, label }, at) =>
        element(
          "li",
          { id: `${id}-${at}`, role: "option" },
          element("span", { dir: "auto" }, label),
          " ",
          element("span", { class: "kind" }, kind),
        ),
      ),
    );
    choose(-1);
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", !list.hidden);
  }

  function close() {
    clearTimeout(timer);
    asking?.abort();
    show([]);
    count.textContent = "";
  }

  async function ask() {
    clearTimeout(timer);
    asking?.abort();
    const text = input.value.trim().slice(0, LONGEST);
    // A word of Chinese or Japanese may be a single letter.
    if (text.length < SHORTEST && text <= "~") return close();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const answer = await fetch(`${input.dataset.suggestions}?q=${encodeURIComponent(text)}`, { signal });
      if (!answer.ok) return close();
      const { suggestions } = await answer.json();
      if (signal.aborted) return;
      show(suggestions);
      const number = found.length;
      count.textContent = `${number || "No"} suggestion${number === 1 ? "" : "s"}`;
    } catch {
      if (!signal.aborted) close();
    }
  }

  function weigh() {
    const asked = new URLSearchParams(new FormData(input.form)).toString();
    const fault = "This search is too long to send. Leave out some of its words.";
    input.setCustomValidity(asked.length > ADDRESS ? fault : "");
  }

  function typed(event) {
    if (event.isComposing) return;
    weigh();
    choose(-1);
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  }

  // The box itself stands between the last suggestion and the first.
  function move(step) {
    const places = found.length + 1;
    choose(((active + 1 + step + places) % places) - 1);
  }

  function pressed(event) {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const { key } = event;
    if (list.hidden) {
      if (key !== "ArrowDown") return;
      ask();
    } else if (key === "ArrowDown" || key === "ArrowUp") {
      move(key === "ArrowDown" ? 1 : -1);
    } else if (key === "Enter" && active >= 0) {
      location.assign(found[active].url);
    } else if (key === "Escape") {
      close();
    } else {
      if (key === "Home" || key === "End") choose(-1); // and the caret moves
      return;
    }
    event.preventDefault();
  }

  input.addEventListener("input", typed);
  input.addEventListener("compositionend", typed);
  input.addEventListener("keydown", pressed);
  input.addEventListener("blur", close);
  input.form.addEventListener("submit", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", ({ target }) => {
    const at = [...list.children].indexOf(target.closest("[role=option]"));
    if (at >= 0) location.assign(found[at].url);
  });
}

document.querySelectorAll("input[data-suggestions]").forEach(suggest);
