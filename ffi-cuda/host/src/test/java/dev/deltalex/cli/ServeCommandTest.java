package dev.deltalex.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The errors of {@code deltalex serve} for invalid command lines. */
class ServeCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Main.commandLine(
            InputStream.nullInputStream(), new PrintWriter(out), new PrintWriter(err))
        .execute(args);
  }

  private void refused(String says, String... args) {
    assertEquals(Main.USAGE, run(args));
    assertTrue(err.toString().contains("deltalex: " + says), err.toString());
  }

  @Test
  void rangesAreNamed() {
    refused("--port is 99999; it must be from 0 to 65535", "serve", "--port", "99999");
    refused("--k is 300; it must be from 0 to 255", "serve", "--k", "300");
  }

  /** Messages have the names of the command line's options. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--port",
        "--step-ms",
        "--streams",
        "--queue",
        "--draft",
        "--k",
        "--shards",
        "--max-tokens",
        "--max-body",
        "--heartbeat-ms",
        "--park-ms",
        "--drain-ms"
      })
  void optionsOutOfRangeAreNamed(String option) {
    refused(option + " is -1; it must be from ", "serve", option, "-1");
  }

  @Test
  void thereMustBeSomethingToServe() {
    refused("without a reference loop and without a script", "serve", "--loop", "none");
  }

  @Test
  void wordsAreNamed() {
    refused("--loop: 'fast' is not one of auto, cuda, host", "serve", "--loop", "fast");
    refused(
        "--reasoning-events: 'all' is not one of text, summary, both",
        "serve",
        "--reasoning-events",
        "all");
    refused("--format: unknown format 'x'", "serve", "--format", "x");
    refused("--on-loss: 'restart' is not one of exit, host", "serve", "--on-loss", "restart");
  }

  @Test
  void aScriptMustBeOne(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("s.jsonl");
    refused("--script: no such file: " + file, "serve", "--script", file.toString());
    Files.writeString(file, "{\"txt\":\"a\"}");
    refused("line 1 of the script: unknown member 'txt'", "serve", "--script", file.toString());
  }

  @Test
  void theKeysMustBeReadable(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("keys");
    String path = file.toString();
    refused("--api-key-file: no such file: " + path, "serve", "--api-key-file", path);
    Files.writeString(file, "# none\n\n");
    refused("--api-key-file: " + path + " has no key", "serve", "--api-key-file", path);
    Files.writeString(file, "good\n  two words \n");
    refused("API key 2 must have 1 to 1024 visible", "serve", "--api-key-file", path);
    assertFalse(err.toString().contains("two words"), err.toString());
    Files.write(file, new byte[] {(byte) 0xFF});
    refused("--api-key-file: " + path + " could not be read", "serve", "--api-key-file", path);
  }

  @Test
  void helpSaysThatTheModelIsNone() {
    assertEquals(Main.OK, run("serve", "--help"));
    assertTrue(out.toString().contains("not a large language model"), out.toString());
    assertTrue(out.toString().contains("curl -N http://127.0.0.1:8000/"), out.toString());
  }
}
