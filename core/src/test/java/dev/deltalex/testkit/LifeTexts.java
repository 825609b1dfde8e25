package dev.deltalex.testkit;

import dev.deltalex.format.WireFormat;
import dev.deltalex.schema.ParameterType;
import dev.deltalex.text.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the streams of life scripts read: responses, pieces and prompts by number, and vocabularies
 * that spell any text as tokens, with special tokens and without. Append only: fuzz inputs hold
 * numbers.
 */
final class LifeTexts {
  /** In every prompt and nowhere else: where it comes out, text of a prompt leaked. */
  static final char OF_A_PROMPT = '\u00a7';

  /** Numbers below it are lengths, those from it on name a piece. */
  static final int FIRST_PIECE = 64;

  /** A delta of that many chars is the rest of the text. */
  private static final int REST = FIRST_PIECE - 1;

  /** An id of no vocabulary. */
  private static final char UNKNOWN_ID = 60_000;

  private static final String[] RESPONSES = {
    "<think>\nlet me \u4e2d see\n</think>\n\nHi <tool_call>\n<function=f>\n<parameter=a>\nline one\n"
        + "line \"two\" \ud83d\ude00\n\n</parameter>\n<parameter=n>\n12\n</parameter>\n</function>\n"
        + "</tool_call>\nbye",
    "<tool_call>\n<function=f>\n<parameter=a>\nsee </parameter> and <tool_call> in it\nend\n"
        + "</parameter>\n<parameter=o>\n{'k': (1, True)}\n</parameter>\n</function>\n<function=g>\n"
        + "<parameter=l>\n[1, 2\n</parameter>\n</function>\n</tool_call>",
    "<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": \"x </tool_call> \\u00e9\\n\", \"n\": [1,"
        + " {\"k\": null}]}}\n</tool_call>\nand <tool_call>\n{\"arguments\": {\"a\": 'b',}, \"name\":"
        + " \"g\"}}\n</tool_call>",
    "r\u00e9ason `</think>` \n</think>\nthen text, a < b and <tool_cal\nends</tool_call>",
    "plain text of an answer\nwith two lines and \ud83d\ude00 in it\n",
    "<tool_call>[{\"name\": \"f\", \"arguments\": \"{\\\"a\\\": \\\"q\\\\n\\\"}\"}, {\"name\": \"g\"}]"
        + "</tool_call>\n\n<think>again</think> word",
    "Look:\n```xml\n<tool_call>\n<function=f>\n</function>\n</tool_call>\n```\n<tool_call>\n"
        + "<function=f>\n<parameter=u>\nnull\n</parameter>\n<parameter=zz>\n&lt;v&gt;\n</parameter>\n"
        + "<parameter=u>\ntwice\n</parameter>\n</function>\n</tool_call>",
    "[{\"name\": \"f\", \"parameters\": {\"a\": \"one\"}}, {\"name\": \"g\", \"parameters\": {}}]",
    "{\"a\": \"bare arguments\", \"n\": 5}\n",
    "{\"name\": \"f\", \"arguments\": {\"a\": \"bare call\"}}\n<tool_call>\n<function=nobody>\n"
        + "<parameter=a>\nx\n</parameter>\n</function>\n</tool_call>",
    "<think>t <tool_call>\n<function=f>\n<parameter=a>\nin thought\n</parameter>\n</function>\n"
        + "</tool_call> goes on</think>\nanswer",
    "<function=f>\n<parameter=a>\n"
        + "long value of one line ".repeat(60)
        + "\n</parameter>\n"
        + "</function>\n",
    "<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": \"" + "abc\\n".repeat(300) + "\"}}\n",
    "Say `<think>` first,\n</think> last. \"<think>\" too.</think>",
    "\n\n   \n" + "word \u00fc ".repeat(200) + " \n \n"
  };

  private static final String[] PIECES = {
    "<tool_call>",
    "</tool_call>",
    "<think>",
    "</think>",
    "<function=f>",
    "<function=f>\n<parameter=a>\n",
    "</parameter>",
    "\n</parameter>\n</function>\n</tool_call>",
    "<tool_call>\n<function=f>\n<parameter=a>\n",
    "<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": \"",
    "\"}}\n</tool_call>",
    "plain words",
    "x",
    "\n",
    "\r\n",
    "\r",
    " ",
    "",
    "<",
    "</",
    "<tool",
    "\"",
    "\\",
    "{",
    "}",
    "\ud83d\ude00",
    "\ud83d",
    "\ude00",
    "\u0000",
    "\u00e9\u4e2d",
    "`",
    "```\n",
    "null",
    "true",
    "123",
    "<parameter=n>\n",
    "<parameter=o>\n{\"k\": [",
    "</param",
    "word ".repeat(250),
    "\n".repeat(70),
    "                                                                      ",
    "</tool_call",
    "{\"name\": \"f\", \"arguments\": {}}",
    "&amp;",
    "<tool_call>\n{\"arguments\": {\"a\": \"held"
  };

  /** The piece that opens a string argument, tagged and in JSON. */
  static final int TAGGED_STRING = FIRST_PIECE + 8;

  static final int JSON_STRING = FIRST_PIECE + 9;

  /** The first of the pieces that mean nothing anywhere. */
  static final int PLAIN = FIRST_PIECE + 11;

  static final int PLAIN_COUNT = 3;

  private static final String[] PROMPTS = {
    "\u00a7 user <|im_end|>\n<|im_start|>assistant\n",
    "\u00a7<|im_start|>assistant\n<think>\n",
    "<think>\u00a7 begun",
    "\u00a7 Sure, <tool_ca",
    "\u00a7<tool_call>",
    "\u00a7\n<tool_call>\n<function=f>\n<parameter=a>\nDear ",
    "\u00a7<tool_call>\n<function=f>\n",
    "\u00a7 <tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": \"be",
    "\u00a7 <tool_call>\n{\"arg",
    "\u00a7\n```xml\n",
    "\u00a7 </think>\n\nThe answer",
    "`<think>` \u00a7 ",
    "\u00a7 <tool_call>\n<func",
    "",
    "\u00a7 <think>\u00a7</think> <tool_call>\n<function=f>\n</function>\n</tool_call>\n",
    "\u00a7" + " \u00a7 word".repeat(40) + " <thi"
  };

  /** How many responses there are in the words of each format, behind those above. */
  private static final int OF_FORMAT = 6;

  /** How many responses there are, the script's own among them. */
  static final int RESPONSE_COUNT = RESPONSES.length + 1 + OF_FORMAT;

  private static final ToolTexts.Tools TOOLS =
      new ToolTexts.Tools(
          List.of(
              new ToolTexts.Tool(
                  "f", Map.of("a", ParameterType.STRING, "n", ParameterType.INTEGER)),
              new ToolTexts.Tool("g", Map.of("b", ParameterType.BOOLEAN))),
          "",
          LifeSettings.MANY);

  private static final Map<String, List<String>> TEXTS_OF_FORMATS = new ConcurrentHashMap<>();

  static final int PIECE_COUNT = PIECES.length;
  static final int PROMPT_COUNT = PROMPTS.length;

  static final int VOCABULARY_COUNT = 3;

  private static final List<Words> VOCABULARIES =
      List.of(
          new Words("<tool_call>", "</tool_call>", "<think>", "</think>"),
          new Words("<tool_call>", "</parameter>", "<function=", "\"}}\n</tool_call>"),
          new Words());

  private LifeTexts() {}

  /** The response of that number to a request in a format; {@code own} for 0. */
  static String response(int number, String own, WireFormat format) {
    int place = Math.floorMod(number, RESPONSE_COUNT) - 1;
    if (place < RESPONSES.length) {
      return place < 0 ? own : RESPONSES[place];
    }
    return TEXTS_OF_FORMATS
        .computeIfAbsent(format.name(), name -> textsOf(format))
        .get(place - RESPONSES.length);
  }

  private static List<String> textsOf(WireFormat format) {
    List<String> texts = new ArrayList<>();
    for (int seed = 0; texts.size() < OF_FORMAT; seed++) {
      texts.add(SyntaxTexts.next(format.syntax(), seed, TOOLS, format.defaultOptions()).text());
    }
    return texts;
  }

  /** The number of a response, rather one that means something in the format. */
  static int anyResponse(String format, Pick pick) {
    return switch (pick.chance(60) ? format : "") {
      case "qwen3_coder" -> pick.of(1, 2, 2, 7, 11, 12);
      case "hermes" -> pick.of(3, 3, 6, 10, 13);
      case "" -> pick.below(RESPONSE_COUNT);
      default -> RESPONSES.length + 1 + pick.below(OF_FORMAT);
    };
  }

  /** The prompt of that number. */
  static String prompt(int number) {
    return PROMPTS[Math.floorMod(number, PROMPTS.length)];
  }

  /**
   * What a stream reads next: {@code number} chars of its response, all that is left of it, or a
   * piece.
   */
  static String delta(int number, String response, int from) {
    if (number >= FIRST_PIECE) {
      return PIECES[(number - FIRST_PIECE) % PIECES.length];
    }
    int end = number == REST ? response.length() : Math.min(response.length(), from + number);
    return response.substring(Math.min(from, end), end);
  }

  /** A vocabulary by its number, below {@link #VOCABULARY_COUNT}. */
  static Vocabulary vocabulary(int number) {
    return VOCABULARIES.get(number).vocabulary;
  }

  /**
   * Appends the ids that spell {@code text}; those of half surrogate pairs are unknown ones.
   *
   * @param vocabulary number of the vocabulary
   * @param cut how the text is cut, and whether markers that have a special token are spelled
   */
  static void tokens(String text, int vocabulary, int cut, StringBuilder ids) {
    Words words = VOCABULARIES.get(vocabulary);
    for (int at = 0; at < text.length(); ) {
      at = words.next(text, at, cut, ids);
    }
  }

  /** A vocabulary and how it spells. */
  private static final class Words {
    private static final String[] ORDINARY = {
      "<tool",
      "_call",
      "_call>",
      "</tool",
      "<function",
      "=f>\n",
      "=f>",
      "</",
      "<param",
      "eter",
      "<think",
      "think>",
      "line",
      " word",
      "word ",
      "\n\n",
      "\n",
      "\": \"",
      "{\"",
      "\"}",
      "name",
      "arguments",
      "\u4e2d",
      "\ud83d\ude00",
      "long value",
      " of one",
      ">\n",
      "</parameter",
      "abc\\n"
    };
    private static final int FIRST_BYTE = 0x80;
    private static final int CHARS = 0x80;

    private final List<String> special;
    private final int firstOrdinary;
    private final Vocabulary vocabulary;

    Words(String... special) {
      this.special = List.of(special);
      // ASCII and the bytes above it come first, as in byte-level vocabularies.
      Vocabulary.Builder words = Vocabulary.builder();
      for (int c = 0; c < CHARS; c++) {
        words.add(c, String.valueOf((char) c));
      }
      for (int b = FIRST_BYTE; b <= 0xFF; b++) {
        words.add(b, new byte[] {(byte) b});
      }
      int next = 0x100;
      for (String text : special) {
        words.addSpecial(next++, text);
      }
      firstOrdinary = next;
      for (String text : ORDINARY) {
        words.add(next++, text);
      }
      vocabulary = words.build();
    }

    /** Spells what begins at {@code at}; {@code cut}, bit by bit, chooses among the ways. */
    int next(String text, int at, int cut, StringBuilder ids) {
      if ((cut & 1) == 0) {
        int place = longest(special, text, at);
        if (place >= 0) {
          ids.append((char) (0x100 + place));
          return at + special.get(place).length();
        }
      }
      if ((cut & 2) == 0 && (cut >> 2 ^ at) % 3 != 2) {
        int place = longest(List.of(ORDINARY), text, at);
        if (place >= 0) {
          ids.append((char) (firstOrdinary + place));
          return at + ORDINARY[place].length();
        }
      }
      int codePoint = text.codePointAt(at);
      if (codePoint < CHARS) {
        ids.append((char) codePoint);
      } else if (Character.isSurrogate((char) codePoint) && codePoint <= Character.MAX_VALUE) {
        ids.append(UNKNOWN_ID);
      } else {
        for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
          ids.append((char) (b & 0xFF));
        }
      }
      return at + Character.charCount(codePoint);
    }

    private static int longest(List<String> texts, String text, int at) {
      int found = -1;
      for (int i = 0; i < texts.size(); i++) {
        if (text.startsWith(texts.get(i), at)
            && (found < 0 || texts.get(i).length() > texts.get(found).length())) {
          found = i;
        }
      }
      return found;
    }
  }
}
