// Script only adds: every page works without it.
"use strict";

// A page that came back with errors begins at its list of errors.
document.querySelector(".error-summary")?.focus();

// Papers print at a touch.
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

// Staff pages: a letter leads where the mouse would.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (target) {
    event.preventDefault();
    target.click();
  }
});

// A button with two words shows the one that its next touch will do.
function show(button, pressed) {
  const [first, second] = button.children;
  first.hidden = pressed;
  second.hidden = !pressed;
}

// 长辈版 has a larger step. It is kept in this browser only.
const larger = document.querySelector("[data-larger]");
if (larger) {
  const apply = (on) => {
    if (on) document.documentElement.dataset.size = "large";
    else delete document.documentElement.dataset.size;
    larger.setAttribute("aria-pressed", String(on));
    show(larger, on);
  };
  // A browser that keeps nothing, as some inside chat apps, still makes this page larger.
  const kept = (value) => {
    try {
      if (value === undefined) return localStorage.getItem("size");
      localStorage.setItem("size", value);
    } catch {
      return null;
    }
  };
  apply(kept() === "large");
  larger.hidden = false;
  larger.addEventListener("click", () => {
    const on = document.documentElement.dataset.size !== "large";
    kept(on ? "large" : "");
    apply(on);
  });
}

// Reading aloud, where the browser can speak.
const reader = document.querySelector("[data-read]");
const main = document.querySelector("main");
if (reader && main && "speechSynthesis" in window) {
  reader.hidden = false;
  reader.addEventListener("click", () => {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      show(reader, false);
      return;
    }
    const speech = new SpeechSynthesisUtterance(main.innerText);
    speech.lang = document.documentElement.lang === "en" ? "en" : "zh-CN";
    speech.rate = 0.85;
    speech.onend = () => show(reader, false);
    speechSynthesis.speak(speech);
    show(reader, true);
  });
  window.addEventListener("pagehide", () => speechSynthesis.cancel());
}
