package dev.deltalex.serve;

/**
 * How a server stands: gauges first, then totals since its start. Once all clients are gone, live,
 * waiting, draining and open return to 0.
 *
 * @param liveStreams streams in a slot
 * @param waitingStreams streams that wait for a slot
 * @param drainingSlots slots whose stream is over while the loop has not ended it yet
 * @param retiredSlots slots out of use because their memory was corrupt
 * @param openResponses responses that are not over
 * @param connections open connections
 * @param streams streams that were given a slot
 * @param ended streams that are over, those that never had a slot included
 * @param tokens tokens parsed
 * @param bursts bursts parsed
 * @param calls tool calls begun
 * @param cancels streams that were cancelled, for whatever cause
 * @param errors streams that ended with an error
 * @param requests requests of the API that arrived; each ends as one of the next four
 * @param completed requests whose response came to its end, whatever it says: to its last byte, or
 *     to where an error broke it off that there was no room to tell
 * @param early requests whose client left before they were read
 * @param disconnects responses whose client left before their end
 * @param slowReaders responses that were dropped because their client did not read
 * @param parks times that a stream was parked because its client did not read
 * @param heartbeats heartbeats sent
 */
public record ServeStats(
    long liveStreams,
    long waitingStreams,
    long drainingSlots,
    long retiredSlots,
    long openResponses,
    long connections,
    long streams,
    long ended,
    long tokens,
    long bursts,
    long calls,
    long cancels,
    long errors,
    long requests,
    long completed,
    long early,
    long disconnects,
    long slowReaders,
    long parks,
    long heartbeats) {}
