package dev.deltalex.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object after the header: the arguments of the call.
 *
 * @param fences pairs of literals of which one may be around the object, as a Markdown fence is;
 *     each has a closer and no options
 * @param emptyAtEnd whether a header without arguments is a call at the end of the response
 * @param quote the literal before and after each string, or null for JSON: with it, keys have no
 *     quotes, strings no escapes, and bare scalars are raw text that the schema types
 */
@SuppressWarnings("exports") // of @Nullable, which consumers need not have
public record Arguments(List<Pair> fences, boolean emptyAtEnd, @Nullable Literal quote)
    implements Body {
  /** Copies the list. */
  public Arguments {
    fences = List.copyOf(fences);
  }

  /** Arguments in JSON. */
  public Arguments(List<Pair> fences, boolean emptyAtEnd) {
    this(fences, emptyAtEnd, null);
  }
}
