/* What the page does in the browser: shows a cited clause beside its answer, sends feedback, keeps the history of
 * this browser, and follows addresses into a document. Texts are only ever set as text, never as markup; the clauses
 * shown are copies of elements that the server wrote. */
(() => {
  "use strict";
  const HISTORY = "wence.history", THEME = "wence.theme", MOST = 30;
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const wide = () => window.matchMedia("(min-width: 900px)").matches;
  const stored = (key, otherwise) => {
    try { return JSON.parse(localStorage.getItem(key)) ?? otherwise; } catch { return otherwise; }
  };
  const store = (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full or forbidden */ } };

  /* Gradio's own words follow the language of the browser; here they follow that of the page. It reads this when it starts. */
  const english = () => location.pathname.startsWith("/en");
  Object.defineProperty(navigator, "language", { configurable: true, get: () => (english() ? "en" : "zh-CN") });

  /* Theme */
  const setTheme = (name) => {
    if (document.body.classList.contains("dark") === (name === "dark") && document.documentElement.style.colorScheme === name) return;
    document.body.classList.toggle("dark", name === "dark");
    document.documentElement.style.colorScheme = name;
  };
  const theme = () => stored(THEME, null) || (window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

  /* The clause beside the answer */
  let pinned = null, opener = null;
  const showClause = (marker, { pin }) => {
    const target = document.getElementById(decodeURIComponent(marker.hash.slice(1)));
    const card = target && target.closest(".card"), body = find("#clause-body");
    if (!card || !body || body.offsetParent === null && wide()) return false;
    const copy = card.cloneNode(true);
    all("[id]", copy).forEach((element) => element.removeAttribute("id"));
    body.replaceChildren(copy);
    all(".marker.shown").forEach((other) => other.classList.remove("shown"));
    marker.classList.add("shown");
    const number = Number(marker.textContent.replace(/\D/g, ""));
    all("mark[data-markers]", copy).forEach((mark) => {
      if (mark.dataset.markers.split(" ").includes(String(number))) return;
      const other = document.createElement("span"); /* words of another citation of the same clause */
      other.className = "other";
      other.append(...mark.childNodes);
      mark.replaceWith(other);
    });
    const marks = all("mark", copy);
    (marks[0] || copy).scrollIntoView({ block: "nearest" });
    body.dataset.marker = number;
    if (pin) {
      pinned = marker;
      opener = marker;
      find("#clause").classList.add("open");
      if (!wide()) find("#clause-close").focus();
    }
    return true;
  };
  const closeClause = () => {
    find("#clause")?.classList.remove("open");
    opener?.focus?.();
    opener = null;
  };
  const openCard = (marker) => {
    const target = document.getElementById(decodeURIComponent(marker.hash.slice(1)));
    const folded = target?.closest("details");
    if (folded) folded.open = true;
    target?.closest(".card")?.scrollIntoView({ block: "nearest" });
  };

  /* Conversation: what was asked, addresses that ask it again, exports */
  const questions = () => all("#chat .question[data-question]").map((element) => element.dataset.question || "");
  const answers = () => all("#chat .answer[data-answer]:not([aria-busy])").map((element) => element.dataset.answer).filter(Boolean);
  const asking = (path, asked) => path + (asked.length ? "?" + new URLSearchParams(asked.map((item) => ["q", item])) : "");
  const pagePath = () => (english() ? "/en/" : "/");
  const remember = () => {
    const asked = questions();
    if (!asked.length) return;
    const kept = stored(HISTORY, []).filter((item) => Array.isArray(item) && item[0] !== asked[0]);
    store(HISTORY, [asked.map(String), ...kept].slice(0, MOST));
  };
  const showHistory = () => {
    const list = find("#history ul");
    if (!list) return;
    const kept = stored(HISTORY, []).filter((item) => Array.isArray(item) && item.length);
    list.replaceChildren(...kept.map((asked) => {
      const link = document.createElement("a");
      link.href = asking(pagePath(), asked.map(String));
      link.textContent = String(asked[0]) + (asked.length > 1 ? ` (+${asked.length - 1})` : "");
      const row = document.createElement("li");
      row.append(link);
      return row;
    }));
    find("#history .none").hidden = kept.length > 0;
    find("#history-clear").hidden = kept.length === 0;
  };
  let shownAnswers = "", shownHistory = null, shownQuestions = 0;
  const refresh = () => {
    const language = english() ? "en" : "zh-CN";
    if (document.documentElement.lang !== language) document.documentElement.lang = language;
    const asked = questions(), given = answers();
    document.body.classList.toggle("answering", Boolean(find("#chat .answer[aria-busy]")) || all("#chat .question").length > all("#chat .answer").length);
    const said = all("#chat .question").length;
    if (said > shownQuestions) {
      const last = all("#chat .question").at(-1), log = find("#chat [role=log]");
      if (last && log) log.scrollTop += last.getBoundingClientRect().top - log.getBoundingClientRect().top - 8;
    }
    shownQuestions = said;
    find("#chat .examples[role=list]")?.setAttribute("role", "group"); /* its children are buttons, not list items */
    const state = given.join(" ") + "|" + asked.length, list = find("#history");
    if (state === shownAnswers && list === shownHistory) return;
    shownAnswers = state;
    shownHistory = list; /* Gradio puts the parts of a tab on the page when it is first looked at */
    all("[data-export]").forEach((link) => {
      link.hidden = given.length === 0;
      const query = new URLSearchParams(given.map((name) => ["answer", name]));
      query.set("format", link.dataset.export);
      query.set("language", english() ? "en" : "zh");
      link.href = "/api/conversation?" + query;
    });
    const share = find("#share"), other = find("#language");
    if (share) share.hidden = asked.length === 0;
    if (other) other.href = asking(pagePath() === "/" ? "/en/" : "/", asked);
    if (given.length) {
      remember();
      const first = find(".marker", all("#chat .answer").at(-1));
      if (first && wide()) showClause(first, { pin: true });
    } else if (!asked.length) {
      closeClause();
    }
    showHistory();
  };

  /* Asking by a click on a question */
  const write = (box, text) => {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), "value").set.call(box, text);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const press = (selector) => setTimeout(() => { /* when Gradio has taken over what was written */
    const element = find(selector);
    (element.matches("button") ? element : find("button", element)).click();
  }, 60);
  const recheck = (button) => {
    /* The facts of an answer as they were corrected or added; what the answer rests on is kept by the server. */
    const form = button.closest("form.case"), box = find("#told textarea, #told input");
    const facts = Object.fromEntries(all("[name]", form).map((field) => [field.name, field.value]));
    if (!box) return;
    write(box, JSON.stringify({ answer: form.dataset.answer, facts }));
    press("#tell");
  };
  const ask = (text) => {
    const box = find("#question textarea");
    if (!box) return;
    write(box, text);
    press("#send");
  };

  const copy = async (text, button) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea"); /* pages without TLS have no clipboard of their own */
      area.value = text;
      area.style.position = "fixed";
      area.style.opacity = "0";
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const label = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = label; }, 1500);
  };

  /* Feedback on a sentence */
  const rate = (button) => {
    const sentence = button.closest(".statement"), open = sentence.nextElementSibling;
    const expanded = open?.matches("form.rating");
    if (expanded) { open.remove(); button.setAttribute("aria-expanded", "false"); return; }
    const form = find("template.rating", button.closest(".answer")).content.firstElementChild.cloneNode(true);
    form.dataset.position = button.dataset.position;
    sentence.after(form);
    button.setAttribute("aria-expanded", "true");
    find("button", form).focus();
  };
  const sendRating = async (button) => {
    const form = button.closest("form.rating"), told = find("[role=status]", form);
    const wrong = button.value === "wrong";
    const body = { answer: form.closest(".answer").dataset.answer, position: Number(form.dataset.position), rating: button.value,
                   reason: wrong ? form.elements.reason.value : null, comment: form.elements.comment.value };
    let sent = false;
    try {
      const reply = await fetch("/api/feedback", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
      sent = reply.ok;
    } catch { /* told below */ }
    told.textContent = sent ? told.dataset.done : told.dataset.failed;
    if (sent) all("button, select, input", form).forEach((element) => { element.disabled = true; });
  };

  /* Addresses into a document */
  const follow = () => {
    const wanted = decodeURIComponent(location.hash.slice(1));
    if (!wanted || wanted.startsWith("c-")) return;
    const sections = all("#read-text .clause");
    const clause = sections.find((section) => section.id === wanted) || sections.find((section) => section.dataset.label === wanted);
    if (!clause || clause.offsetParent === null) return;
    all(".clause.aimed").forEach((other) => other.classList.remove("aimed"));
    clause.classList.add("aimed");
    clause.scrollIntoView({ block: "start" });
    followed = location.href;
  };
  let followed = "";
  const readHere = (link) => {
    /* A link into the document that is shown only moves there; any other one opens its page. */
    const there = new URL(link.href), shown = find("#read-text .document");
    if (there.searchParams.get("tab") !== "read" || !shown || shown.offsetParent === null) return false;
    if (there.searchParams.get("document") !== shown.dataset.document || !there.hash) return false;
    history.replaceState(null, "", there.pathname + there.search + there.hash);
    follow();
    return true;
  };

  document.addEventListener("click", (event) => {
    const element = event.target.closest("a, button");
    if (!element || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (element.matches("a.marker")) {
      event.preventDefault();
      if (!element.closest("#chat") || !showClause(element, { pin: true })) openCard(element);
    } else if (element.matches("button.ask")) ask(element.dataset.question);
    else if (element.matches("button.recheck")) recheck(element);
    else if (element.matches("button.copy")) copy(element.dataset.copy, element);
    else if (element.matches("button.rate")) rate(element);
    else if (element.matches("form.rating button")) sendRating(element);
    else if (element.matches("#share")) copy(location.origin + asking(pagePath(), questions()), element);
    else if (element.matches("#clause-close")) closeClause();
    else if (element.matches("#history-clear")) { localStorage.removeItem(HISTORY); showHistory(); }
    else if (element.matches("#theme")) {
      const chosen = document.body.classList.contains("dark") ? "light" : "dark";
      store(THEME, chosen);
      setTheme(chosen);
    } else if (element.matches("a[href]") && element.closest("#read-contents, #read-text") && readHere(element)) event.preventDefault();
  });
  document.addEventListener("submit", (event) => { if (event.target.matches("form.rating, form.case")) event.preventDefault(); });
  document.addEventListener("mouseover", (event) => {
    const marker = event.target.closest?.("#chat a.marker");
    if (marker && wide()) showClause(marker, { pin: false });
  });
  document.addEventListener("mouseout", (event) => {
    if (event.target.closest?.("#chat a.marker") && pinned?.isConnected && wide()) showClause(pinned, { pin: false });
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeClause(); });
  window.addEventListener("hashchange", follow);

  let waiting = false;
  const changed = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      refresh();
      if (followed !== location.href) follow();
    });
  };
  const start = () => {
    setTheme(theme());
    new MutationObserver(changed).observe(document.body, { childList: true, subtree: true });
    /* Gradio follows the system when it starts; what was chosen here counts more. */
    new MutationObserver(() => setTheme(theme())).observe(document.body, { attributeFilter: ["class"] });
    new MutationObserver(changed).observe(document.documentElement, { attributeFilter: ["lang"] });
    changed();
    showHistory();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
