package dev.deltalex.syntax;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One way of writing calls.
 *
 * @param around the pairs around a call, outermost first; a pair's place, from 1, is its level
 * @param header what is before the body; empty if the body names the tool
 * @param body the arguments
 * @param close the closer after the body, or null if the innermost pair's closer or the end of the
 *     body closes the call
 * @param between how several calls in the innermost pair are separated, apart from whitespace
 * @param proof what is required to recognise a call that begins without its pairs
 */
@SuppressWarnings("exports") // of @Nullable, which consumers need not have
public record CallForm(
    List<Pair> around,
    List<Part> header,
    Body body,
    @Nullable Literal close,
    Between between,
    Proof proof) {
  /** How several calls in one pair are separated. */
  public enum Between {
    /** By whitespace or nothing. */
    NOTHING,
    /** By commas, in brackets around all of them; models may omit both. */
    COMMA_IN_BRACKETS
  }

  /** What is required to recognise a call that begins without its pairs. */
  public enum Proof {
    /** A marker. The header inside an optional pair is one. */
    MARKED,
    /**
     * The name of a declared tool, and one more part of a call; also of objects in a pair that
     * {@link Literal.Kind#WORDS} open, which is written around other text, too: a Markdown fence.
     */
    DECLARED
  }

  /** Copies the lists. */
  public CallForm {
    around = List.copyOf(around);
    header = List.copyOf(header);
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(between, "between");
    Objects.requireNonNull(proof, "proof");
  }

  /**
   * Also recognises calls without their markers: objects, and calls or lists as Python spells them,
   * at the start of a segment or of a line of content; lists of objects if the outermost pair is
   * optional; headers of a form without pairs that have the name of a declared tool and are
   * followed by a parameter or the call's closer.
   */
  public CallForm bare(Proof newProof) {
    return new CallForm(around, header, body, close, between, newProof);
  }

  /**
   * Also recognises calls whose arguments are between these literals, as in a Markdown fence.
   * Whitespace may be inside and outside of both.
   *
   * @throws IllegalArgumentException if the body is none of JSON
   */
  public CallForm fenced(Literal open, Literal closer) {
    if (!(body instanceof Arguments arguments)) {
      throw new IllegalArgumentException("a fence is around JSON: declare .arguments() before it");
    }
    List<Pair> fences = new ArrayList<>(arguments.fences());
    fences.add(new Pair(open, closer, false, false));
    Body fenced = new Arguments(fences, arguments.emptyAtEnd(), arguments.quote(), arguments.raw());
    return new CallForm(around, header, fenced, close, between, proof);
  }

  /**
   * Also recognises calls of declared tools with raw text in place of the object: the value of a
   * parameter. The name of the tool ends at the first blank or at the line's end.
   *
   * @throws IllegalArgumentException if the body is none of JSON
   */
  public CallForm orRaw(String key) {
    if (!(body instanceof Arguments arguments)) {
      throw new IllegalArgumentException("raw text replaces JSON: declare .arguments() before it");
    }
    Body either = new Arguments(arguments.fences(), arguments.emptyAtEnd(), arguments.quote(), key);
    return new CallForm(around, header, either, close, between, proof);
  }

  /** The name of the parameter whose value raw text in place of an object is, or null. */
  @SuppressWarnings("exports") // of @Nullable, which consumers need not have
  public @Nullable String raw() {
    return body instanceof Arguments arguments ? arguments.raw() : null;
  }

  /** Whether the parameters are between tags. */
  public boolean isTagged() {
    return body instanceof Tagged || body instanceof Nested;
  }

  /** Whether the arguments may be one JSON object that the header precedes. */
  public boolean mayHoldObject() {
    return body instanceof Arguments || body instanceof Tagged tagged && tagged.orObject();
  }

  /** The pairs, header and closer of a call whose body is not declared yet. */
  @SuppressWarnings("exports") // of @Nullable, which consumers need not have
  public record Frame(List<Pair> around, List<Part> header, @Nullable Literal close) {
    /** Copies the lists. */
    public Frame {
      around = List.copyOf(around);
      header = List.copyOf(header);
    }

    /** Adds a pair inside those added before. */
    public Frame in(Literal open, Literal closer, Pair.Option... options) {
      return in(pair(open, closer, options));
    }

    /** As {@link #in(Literal, Literal, Pair.Option...)}, where the format writes no closer. */
    public Frame in(Literal open, Pair.Option... options) {
      return in(pair(open, null, options));
    }

    private static Pair pair(Literal open, @Nullable Literal closer, Pair.Option... options) {
      List<Pair.Option> set = Arrays.asList(options);
      boolean optional = set.contains(Pair.Option.OPTIONAL);
      return new Pair(open, closer, optional, set.contains(Pair.Option.MANY));
    }

    private Frame in(Pair pair) {
      List<Pair> pairs = new ArrayList<>(around);
      pairs.add(pair);
      return new Frame(pairs, header, close);
    }

    /** With a header. */
    public Frame header(Part... parts) {
      return new Frame(around, List.of(parts), close);
    }

    /** With a closer of the call itself. */
    public Frame close(Literal literal) {
      return new Frame(around, header, literal);
    }

    /** A call whose parameters are between tags. */
    public CallForm tagged(Tagged parameters) {
      return of(parameters, Between.NOTHING);
    }

    /** A call whose parameters are elements that may hold elements; {@code item}: of arrays. */
    public CallForm nested(String item, Nested.Element... elements) {
      return of(new Nested(List.of(elements), item), Between.NOTHING);
    }

    /** A call whose arguments are one JSON object after the header. */
    public CallForm arguments() {
      return of(new Arguments(List.of(), false), Between.NOTHING);
    }

    /**
     * A call whose arguments are one object with keys without quotes and strings between literals.
     * The header ends with its bracket.
     */
    public CallForm quoted(Literal quote) {
      return of(new Arguments(List.of(), false, quote), Between.NOTHING);
    }

    /**
     * Calls as Python spells them, whose header is the name and a parenthesis. Without pairs they
     * also need {@link CallForm#bare}.
     *
     * @param between {@link Between#COMMA_IN_BRACKETS} for lists of calls
     */
    public CallForm keywords(Between between) {
      return of(new Keywords(), between);
    }

    /** A call that a JSON object describes, with the usual keys. */
    public CallForm objects(Between between) {
      return objects(between, ObjectShape.USUAL);
    }

    /** A call that a JSON object describes. */
    public CallForm objects(Between between, ObjectShape shape) {
      return of(new CallObject(shape), between);
    }

    private CallForm of(Body body, Between between) {
      return new CallForm(around, header, body, close, between, Proof.MARKED);
    }
  }
}
