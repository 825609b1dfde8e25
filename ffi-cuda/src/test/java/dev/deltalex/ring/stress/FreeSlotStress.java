package dev.deltalex.ring.stress;

import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingReader;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A new reader never considers a slot free whose END was not read. */
@JCStressTest
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "not free")
@Outcome(expect = Expect.FORBIDDEN, desc = "free, with an END unread or to come")
@State
public class FreeSlotStress extends OneSlot {
  private final RingReader later;

  public FreeSlotStress() {
    admit(1);
    writer.end(0, 1, EndReason.EOS);
    poll(1);
    admit(2);
    later = new RingReader(block);
  }

  @Actor
  public void producer() {
    writer.end(0, 2, EndReason.EOS);
  }

  @Actor
  public void consumer(I_Result result) {
    result.r1 = later.isFree(0) ? 1 : 0;
  }
}
