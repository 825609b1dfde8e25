package dev.deltalex.ring.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A stream is abandoned while its admission is read: a valid admission belongs to one stream. */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "being replaced: read again")
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "the old stream")
@Outcome(id = "2, 2, 2", expect = Expect.ACCEPTABLE, desc = "the new stream")
@Outcome(expect = Expect.FORBIDDEN, desc = "a mixture of two")
@State
public class AbandonedStress extends OneSlot {
  public AbandonedStress() {
    admit(1);
  }

  @Actor
  public void consumer() {
    admit(2);
  }

  @Actor
  public void producer(III_Result result) {
    int epoch = writer.admittedEpoch(0);
    int seed = (int) writer.seed(0);
    int prompt = writer.prompt(0, 0);
    if (epoch != 0 && writer.stillAdmitted(0, epoch)) {
      result.r1 = epoch;
      result.r2 = seed;
      result.r3 = prompt;
    }
  }
}
