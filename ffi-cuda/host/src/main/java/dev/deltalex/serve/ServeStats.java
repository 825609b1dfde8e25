package dev.deltalex.serve;

/**
 * Counters of a server: gauges first, then totals since its start. After all clients have
 * disconnected, live, waiting, draining and open return to 0.
 *
 * @param liveStreams streams in a slot
 * @param waitingStreams streams that wait for a slot
 * @param drainingSlots slots whose stream has ended and whose END record was not read yet
 * @param retiredSlots slots that are no longer used because their ring was corrupt
 * @param openResponses unfinished responses
 * @param connections open connections
 * @param streams streams that got a slot
 * @param ended streams that ended, including those that never had a slot
 * @param tokens tokens parsed
 * @param bursts bursts parsed
 * @param calls tool calls opened
 * @param cancels streams that were cancelled, for any cause
 * @param errors streams that ended with an error
 * @param requests received requests of the API; each is counted in one of the next four at its end
 * @param completed requests whose response has ended, with success or an error: at its last byte,
 *     or truncated by an error that did not fit the buffer
 * @param early requests whose client disconnected before they were read
 * @param disconnects responses whose client disconnected before their end
 * @param slowReaders responses that were dropped because their client did not read
 * @param parks number of times that a stream was parked because its client did not read
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
