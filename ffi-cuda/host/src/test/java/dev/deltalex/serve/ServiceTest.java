package dev.deltalex.serve;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.deltalex.loop.LoopHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A server that cannot be opened. */
class ServiceTest {
  @Test
  void aSourceThatFailsClosesThoseBeforeIt() {
    ServeOptions options = Served.script("{\"text\":\"Hi.\"}");
    List<Source> opened = new ArrayList<>();
    IllegalStateException failure = new IllegalStateException("there is no such loop");
    assertSame(
        failure,
        assertThrows(
            IllegalStateException.class,
            () ->
                new Service(
                    options,
                    List.of(
                        () -> {
                          Script script = Objects.requireNonNull(options.script());
                          opened.add(new Source.Scripted(script, options));
                          return opened.getFirst();
                        },
                        () -> {
                          throw failure;
                        }))));
    assertInstanceOf(LoopHealth.Closed.class, opened.getFirst().loop().health());
  }
}
