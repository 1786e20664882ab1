// What the portal's pages do in the browser: no more than this. Each page works without it, too, but for the menu on a
// narrow screen, the button that copies, the rule that is dropped, the file that is read into a field, and what is followed.
"use strict";
(function () {
  var root = document.documentElement;
  var KEY = "bailiwick-theme";
  var PAUSE = 2000; // milliseconds
  var LONGEST_FILE = 200000; // octets; the server refuses half of that

  function dark() {
    return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  // before the page is drawn, so that it does not flash
  try {
    var chosen = localStorage.getItem(KEY);
    if (chosen === "light" || chosen === "dark") {
      root.dataset.theme = chosen;
    }
  } catch (forbidden) {
    // then it is as the system has it
  }

  function switchTheme() {
    root.dataset.theme = dark() ? "light" : "dark";
    try {
      localStorage.setItem(KEY, root.dataset.theme);
    } catch (forbidden) {
      // then it is so for this page
    }
  }

  /** In the viewer's zone; UTC stays in the title. */
  function localTimes(within) {
    var format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
    var withSeconds = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
    within.querySelectorAll("time[datetime]:not([data-local])").forEach(function (time) {
      var moment = new Date(time.dateTime);
      if (!isNaN(moment)) {
        time.textContent = ("seconds" in time.dataset ? withSeconds : format).format(moment);
        time.title = moment.toISOString().replace("T", " ").slice(0, 19) + " UTC";
        time.dataset.local = "";
      }
    });
  }

  function toggleMenu(button) {
    var open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    document.getElementById(button.getAttribute("aria-controls")).classList.toggle("open", open);
  }

  /** Says so on the button for a moment, and to a screen reader. */
  function copy(button) {
    var field = document.getElementById(button.dataset.copy);
    var words = button.textContent;
    field.select();
    navigator.clipboard
      .writeText(field.value)
      .catch(function () {
        document.execCommand("copy");
      })
      .then(function () {
        button.setAttribute("aria-live", "polite");
        button.textContent = button.dataset.copied;
        setTimeout(function () {
          button.textContent = words;
        }, PAUSE);
      });
  }

  /** A part of the page that tells how something goes: asked for again every few seconds, for a while, as long as it is looked at. */
  function follow(part) {
    var left = Number(part.dataset.followTimes);
    var asking = false;
    var shown = "";
    var timer = setInterval(function () {
      if (document.hidden || asking) {
        return;
      }
      asking = true;
      left -= 1;
      // a redirect would lead to the log-in
      fetch(part.dataset.follow, { redirect: "error", credentials: "same-origin" })
        .then(function (answer) {
          return answer.ok ? answer.text() : Promise.reject(new Error(answer.status));
        })
        .then(function (html) {
          asking = false;
          // what is the same is not told again by a screen reader
          if (shown !== html) {
            shown = html;
            part.innerHTML = html;
          }
          if (part.querySelector("[data-follow-done]")) {
            clearInterval(timer);
          } else if (left <= 0) {
            end();
          }
        })
        .catch(end);
    }, Number(part.dataset.followSeconds) * 1000);

    function end() {
      clearInterval(timer);
      document.getElementById(part.dataset.followEnded).hidden = false;
    }
  }

  /** While the server works on a form, shows how far it is, as another page of its says. */
  function followProgress(form) {
    var working = form.querySelector("[data-progress]");
    if (!working) {
      return;
    }
    var bar = working.querySelector("progress");
    var text = working.querySelector("p");
    var button = form.querySelector("[type=submit]");
    working.hidden = false;
    // when it has been sent: a button that is disabled is not
    setTimeout(function () {
      button.disabled = true;
    });
    var timer = setInterval(function () {
      fetch(working.dataset.progress)
        .then(function (answer) {
          if (isRefusal(answer)) {
            clearInterval(timer);
          }
          return answer.text();
        })
        .then(function (page) {
          var there = new DOMParser().parseFromString(page, "text/html").querySelector("progress");
          if (!there) {
            return;
          }
          bar.max = there.max;
          bar.value = there.value;
          text.textContent = there.value + " " + working.dataset.label + " " + there.max;
          if (there.dataset.done === "true") {
            clearInterval(timer);
            working.hidden = true;
            form.querySelector("[data-when-done]").hidden = false;
          }
        })
        .catch(function () {
          // asked again in a moment
        });
    }, 400);
  }

  /** Sends the text of the rule, and not its place in the list: that is another rule's by the time of a second click. */
  function drop(button) {
    document.getElementById(button.dataset.dropField).value = button.dataset.drop;
    document.getElementById(button.dataset.dropBy).click();
  }

  /** A file that the server would refuse is not sent. */
  function checkSize(field) {
    var file = field.files[0];
    field.setCustomValidity(file && file.size > Number(field.dataset.most) ? field.dataset.tooLarge : "");
  }

  /** Reads a file that was chosen into a field, to be looked at before it is sent. */
  function readInto(input) {
    var field = document.getElementById(input.dataset.readInto);
    if (input.files.length > 0 && field) {
      input.files[0].slice(0, LONGEST_FILE).text().then(function (text) {
        field.value = text;
      });
    }
  }

  /** Whether an answer would be the same the next time: each "not for you" is a line in the audit log. */
  function isRefusal(answer) {
    return answer.status >= 400 && answer.status < 500;
  }

  /** What is under way is looked at again and again, until it is not any more. */
  function lookAgain(place, shown) {
    setTimeout(function () {
      if (document.hidden) {
        lookAgain(place, shown);
        return;
      }
      var refused = false;
      fetch(place.dataset.again, { credentials: "same-origin" })
        .then(function (answer) {
          refused = isRefusal(answer);
          return answer.ok ? answer.text() : Promise.reject(answer.status);
        })
        .then(function (page) {
          var news = new DOMParser().parseFromString(page, "text/html").getElementById(place.id);
          if (!news) {
            location.reload(); // one is logged out, perhaps
            return;
          }
          // what is the same is not told again by a screen reader
          if (shown !== news.innerHTML) {
            shown = news.innerHTML;
            place.replaceChildren.apply(place, Array.from(news.childNodes));
          }
          if (news.dataset.again) {
            lookAgain(place, shown);
          }
        })
        .catch(function () {
          if (!refused) {
            lookAgain(place, shown); // the server is away for a moment
          }
        });
    }, PAUSE);
  }

  document.addEventListener("submit", function (event) {
    followProgress(event.target);
  });

  document.addEventListener("change", function (event) {
    if ("most" in event.target.dataset) {
      checkSize(event.target);
    }
    if ("readInto" in event.target.dataset) {
      readInto(event.target);
    }
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (!button) {
      return;
    }
    if ("themeSwitch" in button.dataset) {
      switchTheme();
    } else if ("menu" in button.dataset) {
      toggleMenu(button);
    } else if ("copy" in button.dataset && button.textContent !== button.dataset.copied) {
      copy(button);
    } else if ("drop" in button.dataset) {
      drop(button);
    }
  });

  document.addEventListener("keydown", function (event) {
    var button = document.querySelector("[data-menu][aria-expanded=true]");
    if (event.key === "Escape" && button) {
      toggleMenu(button);
      button.focus();
    }
  });

  document.addEventListener("DOMContentLoaded", function () {
    localTimes(document);
    document.querySelectorAll("[data-again]").forEach(function (place) {
      if (place.dataset.again) {
        lookAgain(place, "");
      }
    });
    document.querySelectorAll("[data-follow]").forEach(follow);
    // what ajax brings later
    new MutationObserver(function () {
      localTimes(document);
    }).observe(document.body, { childList: true, subtree: true });
  });
})();
