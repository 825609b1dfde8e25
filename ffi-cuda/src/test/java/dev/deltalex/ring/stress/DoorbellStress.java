package dev.deltalex.ring.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A reader that sees a step also sees the step's records. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "before the step")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "between put and step")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "after the step")
@Outcome(expect = Expect.FORBIDDEN, desc = "a step without its records")
@State
public class DoorbellStress extends OneSlot {
  public DoorbellStress() {
    admit(1);
  }

  @Actor
  public void producer() {
    put(1, 5);
    writer.publishStep();
  }

  @Actor
  public void consumer(II_Result result) {
    result.r1 = (int) reader.step();
    result.r2 = poll(1);
  }
}
