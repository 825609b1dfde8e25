package dev.deltalex.ring.stress;

import dev.deltalex.ring.EndReason;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Reuse of a slot: cancellation of the old stream, its END, the next admission. */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "the old stream")
@Outcome(id = "2, 22, 0", expect = Expect.ACCEPTABLE, desc = "the new one, whole, not cancelled")
@Outcome(expect = Expect.FORBIDDEN, desc = "an admission in part, or a cancel of the wrong one")
@State
public class EpochReuseStress extends OneSlot {
  public EpochReuseStress() {
    admit(1);
    writer.begin(0, 1);
  }

  @Actor
  public void consumer() {
    reader.cancel(0, 1);
    poll(1);
    if (seen == 300) {
      admit(2);
    }
  }

  @Actor
  public void producer(III_Result result) {
    writer.end(0, 1, EndReason.CANCELLED);
    result.r1 = 1;
    result.r2 = 1;
    int epoch = writer.admittedEpoch(0);
    if (epoch == 2) {
      result.r1 = epoch;
      result.r2 = (int) (writer.seed(0) * 10 + writer.prompt(0, 0));
      result.r3 = writer.cancelRequested(0, epoch) ? 1 : 0;
    }
  }
}
