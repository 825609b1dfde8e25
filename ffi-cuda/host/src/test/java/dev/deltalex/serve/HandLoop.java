package dev.deltalex.serve;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An event loop whose tasks and timers are run by the test, in any order. */
final class HandLoop {
  private final Queue<Handler<Void>> tasks = new ConcurrentLinkedQueue<>();
  private final List<Handler<Long>> periodic = new ArrayList<>();

  private final Vertx vertx =
      proxy(
          Vertx.class,
          (name, arguments) -> {
            Handler<Long> handler = handler(arguments);
            switch (name) {
              case "setPeriodic" -> periodic.add(handler);
              case "setTimer" -> tasks.add(nothing -> handler.handle(0L));
              default -> {
                // Cancelling a timer has no effect.
              }
            }
            return name.equals("cancelTimer") ? (Object) true : (Object) 0L;
          });

  private final Context context =
      proxy(
          Context.class,
          (name, arguments) -> {
            if (name.equals("owner")) {
              return owner();
            }
            tasks.add(handler(arguments));
            return null;
          });

  private interface Body {
    Object call(String name, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Body body) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> body.call(method.getName(), arguments)));
  }

  @SuppressWarnings(
      "unchecked") // The handler, which is the last parameter of each method used here.
  private static <T> Handler<T> handler(Object[] arguments) {
    return arguments[arguments.length - 1] instanceof Handler<?> handler
        ? (Handler<T>) handler
        : nothing -> {};
  }

  private Vertx owner() {
    return vertx;
  }

  Context context() {
    return context;
  }

  /** Runs the queued tasks, in order. */
  void run() {
    for (Handler<Void> task = tasks.poll(); task != null; task = tasks.poll()) {
      task.handle(null);
    }
  }

  /** Runs each periodic timer once, before the queued tasks. */
  void tick() {
    periodic.forEach(handler -> handler.handle(0L));
  }
}
