package dev.deltalex.serve;

import dev.deltalex.format.Formats;
import dev.deltalex.serve.Script.Entry;
import dev.deltalex.serve.Script.Finish;
import dev.deltalex.text.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a script: JSON lines, an object per output; blank lines are skipped.
 *
 * <ul>
 *   <li>{@code text}: the model's output; the only required member
 *   <li>{@code id}: its name, 1 to 128 chars; default is its index
 *   <li>{@code cuts}: {@code "whole"}, one burst; {@code "chars:N"}, bursts of one token of N
 *       chars; {@code "burst:N"}, bursts of N word-like tokens, 1 to 64 (the default, with 4); or a
 *       list of offsets in chars, a burst of one token between two of them. A cut within a
 *       surrogate pair is moved after it
 *   <li>{@code step_ms}: pause before each burst, 0 to 60,000; default 0
 *   <li>{@code finish}: {@code "stop"} (default), {@code "length"}, {@code "error"} or {@code
 *       "never"}, which idles until the stream is cancelled
 *   <li>{@code format}: the wire format of the text; default is the server's
 *   <li>{@code start}: {@code "content"} or {@code "reasoning"}; default is the format's
 * </ul>
 */
final class ScriptReader {
  private static final int MAX_ENTRIES = 100_000;
  private static final int MAX_TEXT = 1 << 20;
  private static final int MAX_ID = 128;
  private static final int MAX_WORD = 16;
  private static final int MAX_FORMAT = 64;
  private static final int MAX_STEP_MILLIS = 60_000;
  private static final int DEFAULT_BURST = 4;

  /** Maximum of letters in a word-like token. */
  private static final int WORD = 6;

  /** A parsed entry; its tokens get their ids after all entries are counted. */
  private static final class Draft {
    @Nullable String id;
    @Nullable String text;
    String cuts = "burst:" + DEFAULT_BURST;
    @Nullable List<Integer> offsets;
    int stepMillis;
    Finish finish = Finish.STOP;
    @Nullable String format;
    @Nullable Boolean inReasoning;
  }

  private final Map<String, Integer> pieces = new HashMap<>();
  private final Vocabulary.Builder vocabulary = Vocabulary.builder();
  private int line;
  private int nextToken;

  /** Reads the whole script. */
  Script read(String jsonLines) {
    List<Draft> drafts = new ArrayList<>();
    for (String text : jsonLines.split("\n", -1)) {
      line++;
      if (!text.isBlank()) {
        if (drafts.size() == MAX_ENTRIES) {
          throw problem("more than " + MAX_ENTRIES + " outputs");
        }
        drafts.add(readLine(text));
      }
    }
    if (drafts.isEmpty()) {
      throw new IllegalArgumentException("the script is empty");
    }
    List<Entry> entries = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    nextToken = drafts.size();
    for (int i = 0; i < drafts.size(); i++) {
      vocabulary.addSpecial(i, "");
      Entry entry = entry(drafts.get(i), i);
      if (!ids.add(entry.id())) {
        throw new IllegalArgumentException("two outputs of the script have the id " + entry.id());
      }
      entries.add(entry);
    }
    return new Script(entries, vocabulary.build());
  }

  private Draft readLine(String text) {
    Draft draft = new Draft();
    try {
      JsonReader.read(
          text,
          json -> {
            json.object(field -> member(json, field, draft));
            return draft;
          });
    } catch (JsonException e) {
      String path = e.path();
      throw problem(path == null ? e.problem() : path + " " + e.problem());
    }
    if (draft.text == null) {
      throw problem("text is required");
    }
    return draft;
  }

  private void member(JsonReader json, String field, Draft draft) throws IOException {
    switch (field) {
      case "id" -> draft.id = json.string(field, 1, MAX_ID);
      case "text" -> draft.text = json.string(field, 0, MAX_TEXT);
      case "cuts" -> {
        if (json.isList()) {
          draft.offsets = offsets(json);
        } else {
          draft.cuts = json.string(field, 1, MAX_WORD);
        }
      }
      case "step_ms" -> draft.stepMillis = (int) json.integer(field, 0, MAX_STEP_MILLIS);
      case "finish" -> draft.finish = finish(json.string(field, 1, MAX_WORD));
      case "format" -> draft.format = format(json.string(field, 1, MAX_FORMAT));
      case "start" -> {
        String start = json.string(field, 1, MAX_WORD);
        if (!start.equals("content") && !start.equals("reasoning")) {
          throw problem("start is '" + start + "'; it must be content or reasoning");
        }
        draft.inReasoning = start.equals("reasoning");
      }
      default ->
          throw problem(
              "unknown member '"
                  + field
                  + "'; known are id, text, cuts, step_ms, finish, format and start");
    }
  }

  private Finish finish(String word) {
    for (Finish finish : Finish.values()) {
      if (finish.name().toLowerCase(Locale.ROOT).equals(word)) {
        return finish;
      }
    }
    throw problem("finish is '" + word + "'; it must be stop, length, error or never");
  }

  private String format(String name) {
    if (Formats.find(name) == null) {
      throw problem("unknown format '" + name + "'; known are " + Formats.names());
    }
    return name;
  }

  private static List<Integer> offsets(JsonReader json) throws IOException {
    List<Integer> offsets = new ArrayList<>();
    json.list(
        "cuts",
        i -> {
          int least = i == 0 ? 0 : offsets.getLast() + 1;
          offsets.add((int) json.integer("cuts[" + i + "]", least, MAX_TEXT));
        });
    return offsets;
  }

  private IllegalArgumentException problem(String what) {
    return new IllegalArgumentException("line " + line + " of the script: " + what);
  }

  // ---- cutting

  private Entry entry(Draft draft, int number) {
    String text = draft.text == null ? "" : draft.text;
    String id = draft.id == null ? Integer.toString(number) : draft.id;
    Tokens tokens = new Tokens();
    List<Integer> offsets = draft.offsets;
    String cuts = draft.cuts;
    int at = 0;
    if (offsets != null) {
      for (int offset : offsets) {
        if (offset > text.length()) {
          throw new IllegalArgumentException(
              "output " + id + " of the script: cut " + offset + " lies behind its text");
        }
        at = tokens.burst(text, at, offset);
      }
      tokens.burst(text, at, text.length());
    } else if (cuts.equals("whole")) {
      tokens.burst(text, 0, text.length());
    } else if (cuts.startsWith("chars:")) {
      int chars = number(id, cuts, 6, MAX_TEXT);
      while (at < text.length()) {
        at = tokens.burst(text, at, Math.min(text.length(), at + chars));
      }
    } else if (cuts.startsWith("burst:")) {
      int burst = number(id, cuts, 6, Script.MAX_BURST);
      while (at < text.length()) {
        for (int i = 0; i < burst && at < text.length(); i++) {
          at = tokens.add(text, at, wordEnd(text, at));
        }
        tokens.endBurst();
      }
    } else {
      throw new IllegalArgumentException(
          "output "
              + id
              + " of the script: cuts is '"
              + cuts
              + "'; it must be whole, chars:N, burst:N or a list of offsets");
    }
    return new Entry(
        id,
        tokens.ids.stream().mapToInt(Integer::intValue).toArray(),
        tokens.ends.stream().mapToInt(Integer::intValue).toArray(),
        draft.stepMillis,
        draft.finish,
        draft.format,
        draft.inReasoning);
  }

  private static int number(String id, String cuts, int from, int high) {
    int value = 0;
    for (int i = from; i < cuts.length() && value <= high; i++) {
      int digit = Character.digit(cuts.charAt(i), 10);
      value = digit < 0 ? high + 1 : 10 * value + digit;
    }
    if (value < 1 || value > high) {
      throw new IllegalArgumentException(
          "output " + id + " of the script: the number in '" + cuts + "' must be 1 to " + high);
    }
    return value;
  }

  /** The end of a word-like token: a space and a few letters, or one char. */
  static int wordEnd(String text, int from) {
    int at = text.charAt(from) == ' ' ? from + 1 : from;
    int end = at;
    while (end < text.length() && end - at < WORD && Character.isLetterOrDigit(text.charAt(end))) {
      end++;
    }
    return Math.max(end, from + 1);
  }

  private final class Tokens {
    final List<Integer> ids = new ArrayList<>();
    final List<Integer> ends = new ArrayList<>();

    /** Adds a burst of one token; returns its end. */
    int burst(String text, int from, int to) {
      int end = add(text, from, to);
      endBurst();
      return end;
    }

    int add(String text, int from, int to) {
      int end = to;
      if (end > 0
          && end < text.length()
          && Character.isHighSurrogate(text.charAt(end - 1))
          && Character.isLowSurrogate(text.charAt(end))) {
        end++;
      }
      if (from < end) {
        ids.add(
            pieces.computeIfAbsent(
                text.substring(from, end),
                piece -> {
                  vocabulary.add(nextToken, piece);
                  return nextToken++;
                }));
      }
      return Math.max(from, end);
    }

    void endBurst() {
      if (!ids.isEmpty() && (ends.isEmpty() || ends.getLast() < ids.size())) {
        ends.add(ids.size());
      }
    }
  }
}
