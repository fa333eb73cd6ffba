"""Looks at the docs page as a person would: docs_page.py CHROMIUM BASE-URL PASSWORD-FILE SCREENSHOT."""

import base64, json, os, pathlib, subprocess, sys, tempfile, time, urllib.parse, urllib.request

CHROMIUM, BASE, PASSWORD_FILE, SCREENSHOT = sys.argv[1:]


class Browser:
    """Chromium behind its debugging pipe: messages of JSON, each with a zero byte behind it."""

    def __init__(self, profile):
        to_browser, self.output = os.pipe()
        self.input, from_browser = os.pipe()
        # The browser takes its commands from descriptor 3 and answers on 4, whatever numbers the pipes have here.
        command = f'exec 3<&{to_browser} 4>&{from_browser}; exec "$@"'
        flags = ["--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--no-first-run",
                 "--disable-background-networking", "--disable-component-update", "--window-size=1280,1600", f"--user-data-dir={profile}"]
        self.process = subprocess.Popen(["bash", "-c", command, "sh", CHROMIUM, *flags, "about:blank"],
                                        pass_fds=(to_browser, from_browser), stderr=subprocess.DEVNULL)
        os.close(to_browser), os.close(from_browser)
        self.buffer, self.number, self.events, self.session = b"", 0, [], None

    def receive(self):
        while b"\0" not in self.buffer:
            chunk = os.read(self.input, 1 << 20)
            if not chunk:
                raise SystemExit("the browser is gone")
            self.buffer += chunk
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.output, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise SystemExit(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def open(self, url):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime", "Audits"):
            self.call(f"{domain}.enable")
        self.call("Page.navigate", url=url)

    def run(self, script):
        result = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise SystemExit(f"{script}: {result['exceptionDetails']['exception'].get('description')}")
        return result["result"].get("value")

    def wait(self, script, what):
        for _ in range(150):
            value = self.run(script)
            if value:
                return value
            time.sleep(0.1)
        raise SystemExit(f"the page shows no {what}")

    def wait_for(self, selector, what):
        self.wait(f"document.querySelector({json.dumps(selector)}) !== null", what)

    def seen(self, method):
        return [event["params"] for event in self.events if event.get("method") == method]


def log_in(username):
    body = json.dumps({"username": username, "password": pathlib.Path(PASSWORD_FILE).read_text().strip()}).encode()
    request = urllib.request.Request(f"{BASE}/api/auth/login", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)["access_token"]


def authorize(page, token):
    page.wait_for(".btn.authorize", "authorize button")
    page.run("document.querySelector('.btn.authorize').click()")
    page.wait_for(".auth-container input", "field for the token")
    # The page listens to what a person does, so the value is set the way the browser itself sets it.
    page.run("""(() => {
        const field = document.querySelector('.auth-container input');
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, %s);
        field.dispatchEvent(new Event('input', {bubbles: true}));
        document.querySelector('.auth-container .auth-btn-wrapper .authorize').click();
    })()""" % json.dumps(token))
    page.wait_for(".auth-container .auth-btn-wrapper .btn-done", "sign that the token was taken")
    page.run("document.querySelector('.auth-container .auth-btn-wrapper .btn-done').click()")


def try_out(page, method, path):
    """Opens a route, executes it, and returns the status that the page shows."""
    page.run("""[...document.querySelectorAll('.opblock-%s')]
        .find(block => block.querySelector('.opblock-summary-path').dataset.path === %s).id = 'tried'""" % (method, json.dumps(path)))
    page.run("document.querySelector('#tried .opblock-summary-control').click()")
    page.wait_for("#tried .execute", "execute button")
    page.run("document.querySelector('#tried .execute').click()")
    status = page.wait("document.querySelector('#tried .live-responses-table .response .response-col_status')?.innerText", "answer")
    page.run("document.querySelector('#tried').id = ''")
    return int(status.split()[0])


def check(page):
    token = log_in("viewer")
    page.open(f"{BASE}/docs")
    page.wait_for(".opblock", "route")
    authorize(page, token)
    for method, path, expected in [("get", "/profile", 200), ("get", "/admin", 403)]:
        status = try_out(page, method, path)
        print(f"{method.upper()} {path}: {status}")
        if status != expected:
            raise SystemExit(f"{method.upper()} {path} should answer {expected}")

    page.run("window.scrollTo(0, 0)")
    picture = page.call("Page.captureScreenshot", format="png")["data"]
    pathlib.Path(SCREENSHOT).write_bytes(base64.b64decode(picture))

    asked = {event["request"]["url"] for event in page.seen("Network.requestWillBeSent")}
    outside = sorted(url for url in asked if not url.startswith((f"{BASE}/", "data:", "blob:", "about:")))
    issues = [event["issue"]["details"] for event in page.seen("Audits.issueAdded")]
    broken = [issue["contentSecurityPolicyIssueDetails"] for issue in issues if "contentSecurityPolicyIssueDetails" in issue]
    # The browser notes every answer of 4xx; what it notes besides is ours to mend.
    notes = [event["entry"] for event in page.seen("Log.entryAdded")]
    complaints = [note["text"] for note in notes if note["level"] == "error" and note["source"] != "network"]
    thrown = [event["exceptionDetails"]["text"] for event in page.seen("Runtime.exceptionThrown")]
    print(f"{len(asked)} requests, {len(outside)} of them elsewhere; {len(broken)} violations of the policy; screenshot: {SCREENSHOT}")
    for problem in outside + broken + complaints + thrown:
        print(f"problem: {problem}")
    return not (outside or broken or complaints or thrown)


with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
    browser = Browser(profile)
    try:
        is_good = check(browser)
    finally:
        browser.process.terminate()
        browser.process.wait(10)
sys.exit(0 if is_good else 1)
