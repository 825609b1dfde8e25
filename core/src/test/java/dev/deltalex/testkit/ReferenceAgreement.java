package dev.deltalex.testkit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * {@code ReferenceAgreement FORMAT COUNT SEED [CASES…]} compares the two references on random,
 * damaged and generated texts, as chars and as tokens, whole and cancelled on the way, and on the
 * texts of files of conformance cases. Prints the first difference, made small; exit status 1 if
 * there is any.
 */
public final class ReferenceAgreement {
  private static final int TEXTS_PER_SETTING = 16;

  private final EventLog one = new EventLog();
  private final EventLog other = new EventLog();

  private ReferenceAgreement() {}

  /** See the class comment. */
  public static void main(String[] arguments) throws Exception {
    String format = arguments[0];
    ReferenceAgreement run = new ReferenceAgreement();
    SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[2]));
    List<String> texts = new ArrayList<>();
    for (int i = 3; i < arguments.length; i++) {
      for (String line : Files.readAllLines(Path.of(arguments[i]))) {
        texts.add(text(line));
      }
    }
    long count = Long.parseLong(arguments[1]);
    Cases.Source[] sources = Cases.Source.values();
    long done = 0;
    while (done < count) {
      Cases.Source source = sources[random.nextInt(sources.length)];
      Cases.Setting setting = Cases.setting(format, source, random.nextLong());
      for (int i = 0; i < TEXTS_PER_SETTING; i++) {
        LawCase law = Cases.next(setting, source, random.nextLong());
        if (!texts.isEmpty() && random.nextInt(8) == 0) {
          Pick pick = new Pick(random.nextLong());
          String text = texts.get(random.nextInt(texts.size()));
          law =
              law.withText(
                  pick.chance(30) ? text : Mutations.mutated(pick, text, RandomTexts.PIECES));
        }
        run.compare(law);
        done++;
      }
    }
    System.out.println(format + ": " + done + " texts, no difference");
  }

  private static String text(String json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      while (parser.nextToken() != null) {
        boolean outermost =
            parser.getParsingContext().getParent() != null
                && parser.getParsingContext().getParent().inRoot();
        if (outermost && "text".equals(parser.currentName())) {
          return parser.nextTextValue();
        }
      }
    }
    return "";
  }

  private void compare(LawCase law) {
    int end = new SplittableRandom(law.seed()).nextInt(law.text().length() + 1);
    for (LawCase each : List.of(law, law.cancelledAt(end))) {
      for (boolean tokens : new boolean[] {false, true}) {
        if (each == law ? tokens && law.seed() % 3 != 0 : tokens != (law.seed() % 2 == 0)) {
          continue;
        }
        String difference = difference(each, tokens);
        if (difference != null) {
          report(each, tokens);
          System.exit(1);
        }
      }
    }
  }

  private @Nullable String difference(LawCase law, boolean asTokens) {
    SpecialTokens tokens =
        asTokens ? RandomTokens.of(law.text(), law.seed() + 2).special() : SpecialTokens.NONE;
    one.clear();
    other.clear();
    try {
      ReferenceParser.parse(law, tokens, one);
      SyntaxReference.parse(law, tokens, other);
    } catch (RuntimeException thrown) {
      return thrown + " " + List.of(thrown.getStackTrace()).subList(0, 8);
    }
    boolean agree = one.agrees(other, EventLog.Strength.FULL);
    return agree && one.uncertain() == other.uncertain()
        ? null
        : "--- today\n" + one.print() + "--- syntax\n" + other.print();
  }

  private void report(LawCase law, boolean tokens) {
    LawCase small = law;
    for (int piece = Math.max(1, law.text().length() / 2); piece > 0; piece /= 2) {
      int at = 0;
      while (at < small.text().length()) {
        String text = small.text();
        LawCase without =
            small.withText(
                text.substring(0, at) + text.substring(Math.min(text.length(), at + piece)));
        if (difference(without, tokens) != null) {
          small = without;
        } else {
          at += piece;
        }
      }
    }
    System.out.println(small.describe());
    System.out.println(
        "tokens   " + (tokens ? RandomTokens.of(small.text(), small.seed() + 2) : ""));
    System.out.println(difference(small, tokens));
  }
}
