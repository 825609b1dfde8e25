package dev.deltalex.transcripts;

import dev.deltalex.Limits;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.schema.ToolSchemaException;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.Cuts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of transcripts: sections under second-level headings with fenced blocks {@code
 * input} (the text as it stands, without its last line break) or {@code literals} (Java string
 * literals, one a line, joined) or {@code tokens} (the same, a token a line), {@code tools}, {@code
 * settings} and {@code events}. Tools above the first section are those of every section without
 * its own.
 *
 * <p>{@link #main} writes what the parser says today into the {@code events} blocks of the files it
 * is given: for a change that is meant, to be read before it is kept.
 */
final class TranscriptFile {
  private final WireFormat format;
  private final List<String> lines;
  private final List<String> rewritten = new ArrayList<>();
  private final List<Transcript> transcripts = new ArrayList<>();
  private final Map<String, String> blocks = new LinkedHashMap<>();
  private ToolSet tools = ToolSet.NONE;
  private String title = "";
  private int titleLine;

  private TranscriptFile(WireFormat format, List<String> lines) {
    this.format = format;
    this.lines = lines;
  }

  /** The sections of a file about {@code format}. */
  static List<Transcript> read(WireFormat format, String markdown) {
    return new TranscriptFile(format, markdown.lines().toList()).read().transcripts;
  }

  /** Renews the logs in the files named. */
  public static void main(String[] files) throws IOException {
    for (String name : files) {
      Path path = Path.of(name);
      String format = path.getFileName().toString().replace(".md", "");
      TranscriptFile file =
          new TranscriptFile(Formats.byName(format), Files.readAllLines(path)).read();
      Files.writeString(path, String.join("\n", file.rewritten) + "\n");
    }
  }

  private TranscriptFile read() {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("## ")) {
        endSection();
        title = line.substring(3);
        titleLine = i + 1;
      }
      rewritten.add(line);
      if (line.startsWith("```") || line.startsWith("~~~")) {
        i = block(i);
      }
    }
    endSection();
    return this;
  }

  /** Reads the block that begins at line {@code start}; returns its last line. */
  private int block(int start) {
    String fence = lines.get(start).split("[a-z]", 2)[0];
    String kind = lines.get(start).substring(fence.length());
    int end = start + 1;
    while (end < lines.size() && !lines.get(end).equals(fence)) {
      end++;
    }
    if (end == lines.size() || blocks.put(kind, text(start + 1, end)) != null) {
      throw new IllegalArgumentException("block '" + kind + "' of '" + title + "'");
    }
    if (kind.equals("events")) {
      rewritten.addAll(transcript().replay(Cuts.whole()).lines().toList());
    } else {
      rewritten.addAll(lines.subList(start + 1, end));
    }
    rewritten.add(fence);
    return end;
  }

  private String text(int from, int to) {
    return String.join("\n", lines.subList(from, to));
  }

  private void endSection() {
    if (!title.isEmpty()) {
      transcripts.add(transcript());
    } else if (blocks.containsKey("tools")) {
      tools = ToolSetReader.read(blocks.get("tools"), Limits.DEFAULT);
    }
    blocks.clear();
  }

  private Transcript transcript() {
    TranscriptSettings settings = new TranscriptSettings();
    try {
      settings.read(blocks.getOrDefault("settings", ""));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("'" + title + "': " + wrong.getMessage(), wrong);
    }
    String own = blocks.get("tools");
    ToolSet declared = tools;
    String refusal = "";
    try {
      declared = own == null ? tools : ToolSetReader.read(own, settings.limits());
    } catch (ToolSchemaException refused) {
      refusal = refused.getMessage();
    }
    return new Transcript(
        format,
        title,
        titleLine,
        input(),
        tokens(),
        declared,
        refusal,
        settings,
        required("events") + "\n");
  }

  private @Nullable TranscriptTokens tokens() {
    String lines = blocks.get("tokens");
    return lines == null ? null : TranscriptTokens.read(lines.lines().toList());
  }

  private String input() {
    if (blocks.containsKey("tokens")) {
      return "";
    }
    String input = blocks.get("input");
    return input != null ? input : joined(required("literals"));
  }

  private String required(String kind) {
    String block = blocks.get(kind);
    if (block == null) {
      throw new IllegalArgumentException("'" + title + "' has no block '" + kind + "'");
    }
    return block;
  }

  /** The text that Java string literals stand for. */
  static String joined(String literals) {
    StringBuilder text = new StringBuilder();
    for (String line : literals.lines().toList()) {
      if (line.length() < 2 || !line.startsWith("\"") || !line.endsWith("\"")) {
        throw new IllegalArgumentException("not a literal: " + line);
      }
      literal(line.substring(1, line.length() - 1), text);
    }
    return text.toString();
  }

  private static void literal(String line, StringBuilder text) {
    int i = 0;
    while (i < line.length()) {
      if (line.charAt(i) != '\\') {
        text.append(line.charAt(i++));
      } else if (line.charAt(i + 1) == 'u') {
        text.append((char) Integer.parseInt(line.substring(i + 2, i + 6), 16));
        i += 6;
      } else {
        text.append(line.substring(i, i + 2).translateEscapes());
        i += 2;
      }
    }
  }
}
