package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.bailiwick.quickstart.RunningServer;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A person at a real browser, without a window. One is started at its first use and shared by all tests of the portal; each
 * begins with {@link #fresh}. What is on a page is found as a person finds it: by labels and by what buttons say.
 */
final class Browser {

    /** How a page is looked at. */
    enum Look {
        LIGHT("light", 1280),
        DARK("dark", 1280),
        NARROW("light", 380);

        private final String scheme;
        private final int width;

        Look(String scheme, int width) {
            this.scheme = scheme;
            this.width = width;
        }
    }

    private static final int HEIGHT = 900;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static @Nullable Browser running;

    private final ChromeDriver driver;
    private final RunningServer server = SharedServer.get();
    private final String axe;

    private Browser(ChromeDriver driver, String axe) {
        this.driver = driver;
        this.axe = axe;
    }

    /** One that knows nothing: no cookie, nothing stored, looked at by light. */
    static synchronized Browser fresh() throws IOException {
        Browser browser = running;
        if (browser == null) {
            browser = new Browser(start(), readAxe());
            running = browser;
            Runtime.getRuntime().addShutdownHook(new Thread(browser.driver::quit, "stop-browser"));
        }
        browser.open("/login");
        browser.driver.manage().deleteAllCookies();
        browser.driver.executeScript("localStorage.clear()");
        browser.look(Look.LIGHT);
        browser.console();
        return browser;
    }

    private static ChromeDriver start() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(executable("chromium"));
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking");
        options.setAcceptInsecureCerts(true);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(executable("chromedriver"))
                .usingAnyFreePort()
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(PATIENCE);
        return driver;
    }

    private static File executable(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> new File(folder, name))
                .filter(File::canExecute)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " is not installed; .ci/run says what is needed"));
    }

    private static String readAxe() throws IOException {
        try (InputStream script = Browser.class.getResourceAsStream(
                "/META-INF/resources/webjars/axe-core/%s/axe.min.js".formatted(System.getProperty("axe.version")))) {
            return new String(Objects.requireNonNull(script, "axe-core").readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The name and password of the first administrator. */
    Browser logInAsFirst() throws IOException {
        return logIn(
                "admin",
                Files.readString(server.settings().portalPasswordFile()).strip());
    }

    /** Logs in, and is on the dashboard. */
    Browser logIn(String name, String password) {
        open("/login");
        fill("Name", name);
        fill("Password", password);
        press("Log in");
        return this;
    }

    Browser open(String path) {
        return openUrl(server.settings().url() + "/admin" + path);
    }

    Browser openUrl(String url) {
        driver.get(url);
        return this;
    }

    /** Types into the field of that label. */
    Browser fill(String label, String text) {
        WebElement field = field(label);
        field.clear();
        field.sendKeys(text);
        return this;
    }

    /** Chooses in the list of that label, and waits for what that changes on the page. */
    Browser choose(String label, String option) {
        new Select(field(label)).selectByVisibleText(option);
        patience()
                .until(page -> Boolean.TRUE.equals(
                        driver.executeScript("return !window.PrimeFaces || PrimeFaces.ajax.Queue.isEmpty()")));
        return this;
    }

    /** The value of the field of that label. */
    String value(String label) {
        return String.valueOf(field(label).getDomProperty("value"));
    }

    /** What a screen reader says of the field of that label besides: its hint, and what is wrong with it. */
    String description(String label) {
        return driver.findElement(By.id(String.valueOf(field(label).getDomAttribute("aria-describedby"))))
                .getText();
    }

    /** Presses the button, or follows the link, that says so, and waits for the page after it. */
    Browser press(String words) {
        return click(By.xpath(("//button[normalize-space()=%1$s] | //input[@type='submit'][@value=%1$s]"
                        + " | //a[normalize-space()=%1$s]")
                .formatted(quoted(words))));
    }

    /** Follows a link in the page's own part, which says so; the menu and the head may have one, too. */
    Browser follow(String words) {
        return click(By.xpath("//main//a[normalize-space()=%s]".formatted(quoted(words))));
    }

    private Browser click(By what) {
        driver.executeScript("window.beforeTheClick = true");
        driver.findElement(what).click();
        patience()
                .ignoring(WebDriverException.class) // between two pages the driver has none to ask
                .until(page -> Boolean.TRUE.equals(
                        driver.executeScript("return !window.beforeTheClick && document.readyState === 'complete'")));
        return this;
    }

    /** Whether the page has a field of that label. */
    boolean asks(String label) {
        return !driver.findElements(label(label)).isEmpty();
    }

    /** What a person reads on the page. */
    String text() {
        // a page may be replaced while it is read
        return patience()
                .ignoring(StaleElementReferenceException.class)
                .until(page -> page.findElement(By.tagName("body")).getText());
    }

    String title() {
        return driver.getTitle();
    }

    /** The page's address, from {@code /admin} on. */
    String address() {
        return String.valueOf(driver.getCurrentUrl()).replaceFirst("^https://[^/]*/admin", "");
    }

    boolean has(String css) {
        return !driver.findElements(By.cssSelector(css)).isEmpty();
    }

    ChromeDriver driver() {
        return driver;
    }

    /** How the page is looked at from now on. */
    Browser look(Look look) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", look.scheme),
                                // pictures are not taken of what is on its way
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", look.width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
        return this;
    }

    /**
     * Looks at the page in every way: takes its picture, sees that nothing sticks out of a narrow screen, and asks axe-core
     * what hinders people who see, hear or move otherwise.
     */
    Browser inspect(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        for (Look look : Look.values()) {
            look(look);
            Files.write(
                    SCREENSHOTS.resolve("%s-%s.png".formatted(name, look.name().toLowerCase(Locale.ROOT))), picture());
            assertThat(driver.executeScript(
                            "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                    .as(name + " " + look + " is too wide")
                    .isEqualTo(true);
            assertThat(hindrances()).as(name + " " + look).isEmpty();
        }
        look(Look.LIGHT);
        assertThat(console()).as(name).isEmpty();
        return this;
    }

    /** Of the whole page, not only of what is seen at once. */
    private byte[] picture() {
        Map<String, Object> picture = driver.executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        return Base64.getDecoder().decode(String.valueOf(picture.get("data")));
    }

    /** What axe-core finds that is serious, a line for each. */
    private List<String> hindrances() {
        driver.executeScript(axe);
        Object found = driver.executeAsyncScript(
                """
                const done = arguments[arguments.length - 1];
                axe.run(document, { resultTypes: ["violations"] }).then(
                    (result) => done(result.violations
                        .filter((each) => each.impact === "serious" || each.impact === "critical")
                        .map((each) => each.id + ": " + each.nodes.map((node) => node.html).join(" | ")).join("\\n")),
                    (failed) => done("axe-core failed: " + failed));
                """);
        return Arrays.stream(String.valueOf(found).split("\n", -1))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** What the browser complained of since it was asked last: above all what the Content-Security-Policy forbade. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    private WebElement field(String label) {
        String id = driver.findElement(label(label)).getDomAttribute("for");
        return driver.findElement(By.id(String.valueOf(id)));
    }

    private static By label(String label) {
        return By.xpath("//label[normalize-space()=%s]".formatted(quoted(label)));
    }

    private static String quoted(String words) {
        return "\"" + words + "\"";
    }

    private WebDriverWait patience() {
        return new WebDriverWait(driver, PATIENCE);
    }
}
