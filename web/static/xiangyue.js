// Script only adds: every page works without it.
"use strict";

// A page that came back with errors begins at its list of errors.
const errors = document.querySelector(".error-summary");
if (errors) errors.focus();

// Papers print at a touch.
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

// Staff pages: a letter leads where the mouse would.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (target) {
    event.preventDefault();
    target.click();
  }
});

// Reading aloud, where the browser can speak.
const main = document.querySelector("main");
if (main && "speechSynthesis" in window && document.documentElement.classList.contains("elder")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "chip";
  const language = document.documentElement.lang;
  const words = language === "en" ? ["Read aloud", "Stop"] : language === "zh-Hant" ? ["讀給我聽", "停"] : ["读给我听", "停"];
  button.textContent = words[0];
  button.addEventListener("click", () => {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      button.textContent = words[0];
      return;
    }
    const speech = new SpeechSynthesisUtterance(main.innerText);
    speech.lang = language === "en" ? "en" : "zh-CN";
    speech.rate = 0.85;
    speech.onend = () => { button.textContent = words[0]; };
    speechSynthesis.speak(speech);
    button.textContent = words[1];
  });
  document.querySelector(".choices")?.prepend(button);
}
