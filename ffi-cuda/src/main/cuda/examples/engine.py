#!/usr/bin/env python3
"""A toy engine in Python that feeds a running Deltalex through a shared ring.

    cc -std=c99 -O2 -shared -fPIC -I.. -o libtokring.so tokring_shared.c
    python3 engine.py ./libtokring.so my.ring

The reading process creates the ring (SharedRing.create) and admits streams. A ring has one engine
at a time: a second one is refused until the first has ended. A real engine calls
its scheduler instead of Stream.next_tokens. This one counts up from the last token of the prompt,
two tokens per step, and reports the first of them as a draft token.
"""

import argparse
import ctypes
import os
import stat
import threading
import time

PROMPT_TOKENS = 26
LENGTH, CANCELLED, ERROR = 2, 3, 4  # end reasons
RUNNING, CLOSED = 1, 2  # producer states


class Request(ctypes.Structure):
    """tokring_request of tokring.h."""

    _fields_ = [
        ("seed", ctypes.c_uint64),
        ("epoch", ctypes.c_uint32),
        ("max_tokens", ctypes.c_uint32),
        ("k", ctypes.c_uint32),
        ("prompt_len", ctypes.c_uint32),
        ("prompt", ctypes.c_uint32 * PROMPT_TOKENS),
    ]


def default_path(name):
    """The path of the ring of that name, as SharedRing.defaultPath finds it on Linux."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if os.path.isabs(runtime) and os.path.isdir(runtime) and os.access(runtime, os.W_OK):
        found = os.lstat(runtime)
        if found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            return os.path.join(runtime, "deltalex", name)
    shared = "/dev/shm" if os.access("/dev/shm", os.W_OK) else "/tmp"
    return os.path.join(shared, f"deltalex-{os.geteuid()}", name)


class Ring:
    """libtokring.so, with the types of its functions."""

    def __init__(self, library, path, any_owner=False):
        u32, u64, handle = ctypes.c_uint32, ctypes.c_uint64, ctypes.c_void_p
        tokens = ctypes.POINTER(u32)
        signatures = {
            "ring_open": (
                handle, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_size_t
            ),
            "ring_close": (None, handle),
            "ring_slots": (u32, handle),
            "ring_max_burst": (u32, handle),
            "ring_admitted": (ctypes.c_int, handle, u32, ctypes.POINTER(Request)),
            "ring_cancelled": (ctypes.c_int, handle, u32, u32),
            "ring_put": (ctypes.c_int, handle, u32, u32, u32, tokens, u32),
            "ring_end": (ctypes.c_int, handle, u32, u32, u32),
            "ring_end_running": (u32, handle, u32),
            "ring_step": (None, handle),
            "ring_beat": (None, handle),
            "ring_state": (None, handle, u32, u32),
            "ring_stop_requested": (ctypes.c_int, handle),
            "ring_consumer_lost": (ctypes.c_int, handle, u64),
        }
        self._library = ctypes.CDLL(library)
        for name, (result, *arguments) in signatures.items():
            function = getattr(self._library, name)
            function.restype = result
            function.argtypes = arguments
        message = ctypes.create_string_buffer(512)
        self._handle = self._library.ring_open(
            os.fsencode(path), int(any_owner), message, len(message)
        )
        if not self._handle:
            raise OSError(message.value.decode())

    def call(self, name, *arguments):
        result = getattr(self._library, "ring_" + name)(self._handle, *arguments)
        # -1 is truthy, too: do not treat a refused call as a success.
        if result is not None and result < 0:
            raise ValueError(f"ring_{name}: an argument is out of range")
        return result

    def put(self, slot, epoch, drafted, tokens):
        """Returns whether there was room. drafted: number of draft tokens, 0 without a draft."""
        words = (ctypes.c_uint32 * len(tokens))(*tokens)
        return self.call("put", slot, epoch, drafted, words, len(tokens))


class Stream:
    """A stream; a real engine would run the model here."""

    def __init__(self, request):
        self.epoch = request.epoch
        self.left = request.max_tokens
        self.last = request.prompt[request.prompt_len - 1] if request.prompt_len else 0

    def next_tokens(self, most):
        """Returns the number of draft tokens and the tokens of a step."""
        count = min(2, most, self.left)
        return count - 1, [(self.last + i) & 0xFFFFFFFF for i in range(1, count + 1)]

    def advance(self, tokens):
        self.last = tokens[-1]
        self.left -= len(tokens)


def serve(ring, limit_ns):
    streams = {}
    request = Request()
    max_burst = ring.call("max_burst")
    ring.call("end_running", ERROR)  # streams of an engine that died
    ring.call("state", RUNNING, 0)
    while not ring.call("stop_requested"):
        if ring.call("consumer_lost", limit_ns):
            ring.call("end_running", CANCELLED)
            streams.clear()
        for slot in range(ring.call("slots")):
            if ring.call("admitted", slot, ctypes.byref(request)):
                streams[slot] = Stream(request)
            stream = streams.get(slot)
            if stream is None:
                continue
            if ring.call("cancelled", slot, stream.epoch):
                if ring.call("end", slot, stream.epoch, CANCELLED):
                    del streams[slot]
            elif stream.left == 0:
                if ring.call("end", slot, stream.epoch, LENGTH):
                    del streams[slot]
            else:
                drafted, tokens = stream.next_tokens(max_burst)
                if ring.put(slot, stream.epoch, drafted, tokens):
                    stream.advance(tokens)
        ring.call("step")
        time.sleep(0.0002 if streams else 0.002)
    ring.call("end_running", CANCELLED)
    ring.call("state", CLOSED, 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("library", help="libtokring.so")
    parser.add_argument(
        "ring",
        help="the ring's file: a path, or a name without slash in the directory deltalex of the"
        " user's runtime directory ($XDG_RUNTIME_DIR), or, if that is not set or not private, in"
        " /dev/shm/deltalex-UID",
    )
    parser.add_argument(
        "--any-owner",
        action="store_true",
        help="accept a file that other users can write to",
    )
    parser.add_argument("--limit", type=float, default=30, help="seconds of a silent reader")
    options = parser.parse_args()
    path = options.ring if "/" in options.ring else default_path(options.ring)
    ring = Ring(options.library, path, options.any_owner)

    # A separate thread beats, so that the engine does not seem dead during a long step.
    def beat():
        while True:
            ring.call("beat")
            time.sleep(0.1)

    threading.Thread(target=beat, daemon=True).start()
    serve(ring, int(options.limit * 1e9))


if __name__ == "__main__":
    main()
