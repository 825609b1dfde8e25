package dev.deltalex.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object after the header: the arguments of the call. With a key for raw text, a header
 * ends at the first blank or at the line's end, and what follows behind the name of a declared tool
 * and is no object is the value of that parameter: {@code bash ls -l}.
 *
 * @param fences pairs of literals of which one may be around the object, as a Markdown fence is;
 *     each has a closer and no options
 * @param emptyAtEnd whether a header without arguments is a call at the end of the response
 * @param quote the literal before and after each string, or null for JSON: with it, keys have no
 *     quotes, strings no escapes, and bare scalars are raw text that the schema types
 * @param raw the name of the parameter whose value raw text is, or null if a call needs an object
 */
@SuppressWarnings("exports") // of @Nullable, which consumers need not have
public record Arguments(
    List<Pair> fences, boolean emptyAtEnd, @Nullable Literal quote, @Nullable String raw)
    implements Body {
  /** Copies the list. */
  public Arguments {
    fences = List.copyOf(fences);
  }

  /** Arguments in JSON. */
  public Arguments(List<Pair> fences, boolean emptyAtEnd) {
    this(fences, emptyAtEnd, null, null);
  }

  /** Arguments in an object, whose strings may be between literals. */
  public Arguments(List<Pair> fences, boolean emptyAtEnd, @Nullable Literal quote) {
    this(fences, emptyAtEnd, quote, null);
  }
}
