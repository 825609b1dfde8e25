package dev.deltalex.wire;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.wire.ReadMessage.Item;
import dev.deltalex.wire.ReadMessage.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client is to have in the end, from the events alone: the plain second opinion. */
final class MeantMessage implements DeltaSink {
  /** A renderer holds no more whitespace than this back. */
  private static final int MOST_BLANKS = 1024;

  private final ItemsBuilder items = new ItemsBuilder();
  private @Nullable FinishReason reason;
  private boolean allComplete = true;

  @Override
  public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
    items.text(Kind.REASONING, new String(buffer, offset, length));
  }

  @Override
  public void content(char[] buffer, int offset, int length, long sourceOffset) {
    items.text(Kind.CONTENT, new String(buffer, offset, length));
  }

  @Override
  public void callOpened(
      int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
    items.call(id.toString(), name.toString());
  }

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
    items.arguments(new String(buffer, offset, length));
  }

  @Override
  public void callClosed(int index, boolean complete, long sourceOffset) {
    items.close();
    allComplete &= complete;
  }

  @Override
  public void diagnostic(Diagnostic code, long sourceOffset) {}

  @Override
  public void finished(FinishReason why) {
    reason = why;
  }

  @Nullable FinishReason reason() {
    return reason;
  }

  /** Whether no call was cut. */
  boolean allComplete() {
    return allComplete;
  }

  /** Reasoning, content and calls as they are to be read. */
  List<Item> items() {
    ItemsBuilder merged = new ItemsBuilder();
    boolean called = false;
    for (Item item : items.items()) {
      if (item.kind() == Kind.CALL) {
        called = true;
        merged.call(item.id(), item.name());
        merged.arguments(item.text().isEmpty() ? "{}" : item.text());
        merged.close();
      } else if (!called || item.kind() == Kind.REASONING || !isBlank(item.text())) {
        if (!item.text().isEmpty()) {
          merged.text(item.kind(), item.text());
        }
      }
    }
    List<Item> meant = new ArrayList<>();
    for (Item item : merged.items()) {
      meant.add(
          new Item(
              item.kind(), encodable(item.text()), encodable(item.id()), encodable(item.name())));
    }
    return meant;
  }

  private static boolean isBlank(String text) {
    return text.length() <= MOST_BLANKS && text.chars().allMatch(c -> " \n\r\t".indexOf(c) >= 0);
  }

  /** The text with U+FFFD for what UTF-8 cannot say. */
  static String encodable(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(point -> out.appendCodePoint(point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point));
    return out.toString();
  }
}
