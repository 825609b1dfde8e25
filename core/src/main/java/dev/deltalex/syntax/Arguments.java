package dev.deltalex.syntax;

import java.util.List;

/**
 * One JSON object after the header: the arguments of the call.
 *
 * @param fences pairs of literals of which one may be around the object
 * @param emptyAtEnd whether a header without arguments is a call at the end of the response
 */
public record Arguments(List<Pair> fences, boolean emptyAtEnd) implements Body {
  /** Copies the list. */
  public Arguments {
    fences = List.copyOf(fences);
  }
}
