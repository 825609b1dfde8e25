package dev.deltalex.ring.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Unread records are not overwritten in a full ring. */
@JCStressTest
@Outcome(id = "0, 1234", expect = Expect.ACCEPTABLE, desc = "no room yet")
@Outcome(id = "1, 1234", expect = Expect.ACCEPTABLE, desc = "put after the read")
@Outcome(expect = Expect.FORBIDDEN, desc = "the record was written over")
@State
public class BackpressureStress extends OneSlot {
  private static final int[] OTHERS = {5, 6, 7, 8};

  public BackpressureStress() {
    admit(1);
    // The oldest record ends at the ring's end: the next one would overwrite it.
    for (int i = 0; i < 4; i++) {
      put(1, 9, 9, 9, 9);
      poll(1);
    }
    seen = 0;
    put(1, 1, 2, 3, 4);
    while (writer.tryPut(0, 1, 0, OTHERS, 0, 4)) {}
  }

  @Actor
  public void producer(II_Result result) {
    result.r1 = writer.tryPut(0, 1, 0, OTHERS, 0, 4) ? 1 : 0;
  }

  @Actor
  public void consumer(II_Result result) {
    poll(1);
    result.r2 = seen + 100_000 * corrupt;
  }
}
