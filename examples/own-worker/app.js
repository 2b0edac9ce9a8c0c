fetch("/greeting.txt")
  .then((response) => response.text())
  .then((text) => {
    document.getElementById("greeting").textContent = text;
  });
