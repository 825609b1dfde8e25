package dev.deltalex.ring.stress;

import dev.deltalex.ring.EndReason;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A cancellation races with the regular end of a stream: there is one END, and the next stream is
 * not cancelled.
 */
@JCStressTest
@Outcome(id = "300, 1, 0", expect = Expect.ACCEPTABLE, desc = "cancelled")
@Outcome(id = "207, 2, 0", expect = Expect.ACCEPTABLE, desc = "finished first")
@Outcome(expect = Expect.FORBIDDEN, desc = "two ENDs, none, or a cancel that hits the next stream")
@State
public class CancelStress extends OneSlot {
  public CancelStress() {
    admit(1);
    writer.begin(0, 1);
  }

  @Actor
  public void consumer() {
    reader.cancel(0, 1);
  }

  @Actor
  public void producer() {
    if (writer.cancelRequested(0, 1)) {
      writer.end(0, 1, EndReason.CANCELLED);
    } else {
      put(1, 7);
      writer.end(0, 1, EndReason.LENGTH);
    }
  }

  @Arbiter
  public void next(III_Result result) {
    result.r2 = poll(9);
    result.r1 = seen;
    admit(2);
    result.r3 = writer.cancelRequested(0, 2) ? 1 : 0;
  }
}
