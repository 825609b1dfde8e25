package dev.deltalex.testkit;

import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.CallObject;
import dev.deltalex.syntax.ObjectShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one object that describes a call, in the order in which they come. A forced call has
 * the usual ones.
 */
final class SyntaxKeys {
  /** In place of a key that is the tool's name: its value are the arguments. */
  static final String ARGUMENTS = "\"arguments";

  private final ObjectShape shape;
  private boolean first = true;
  private boolean nameSeen;
  private boolean argumentsSeen;

  /**
   * The keys of an object of a form; of a forced call, which has the usual ones, {@code forced}.
   */
  SyntaxKeys(@Nullable CallForm form, boolean forced) {
    if (!forced && form != null && form.body() instanceof CallObject object) {
      shape = object.shape();
    } else {
      shape = ObjectShape.USUAL;
    }
  }

  /** Whether the next key is the tool's name. */
  boolean isNameNext() {
    return shape.keyIsName() && first;
  }

  private List<List<String>> all() {
    return List.of(shape.name(), shape.arguments(), shape.id(), shape.other());
  }

  /** Whether the key that is read may be that of a call, if it begins so. Only the first must. */
  boolean mayBegin(String start) {
    return !first
        || all().stream().anyMatch(keys -> keys.stream().anyMatch(key -> key.startsWith(start)));
  }

  /** Whether this key may be that of a call. Only the first must. */
  boolean mayBe(String key) {
    return !first || isKnown(key);
  }

  /** Whether calls have this key. */
  boolean isKnown(String key) {
    return key.equals(ARGUMENTS) || all().stream().anyMatch(keys -> keys.contains(key));
  }

  /** Takes the next key. Whether it, or a rival spelling of it, was there before. */
  boolean repeats(String key) {
    first = false;
    boolean repeated = isName(key) && nameSeen || isArguments(key) && argumentsSeen;
    nameSeen |= isName(key);
    argumentsSeen |= isArguments(key);
    return repeated;
  }

  boolean isName(String key) {
    return shape.name().contains(key);
  }

  boolean isArguments(String key) {
    return key.equals(ARGUMENTS) || shape.arguments().contains(key);
  }

  boolean argumentsSeen() {
    return argumentsSeen;
  }
}
