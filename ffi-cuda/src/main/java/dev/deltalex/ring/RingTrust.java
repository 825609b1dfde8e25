package dev.deltalex.ring;

/**
 * Which files {@link SharedRing#open} accepts. A user who may write to a ring's file can change
 * every word of the ring at any time, and can truncate the file, so that an access throws {@link
 * InternalError}.
 */
public enum RingTrust {
  /** Files of the user of this process that neither their group nor others may write to. */
  OWN_FILES,
  /** Any file, for example one that an engine of another user shares with this user's group. */
  ANY_FILE
}
