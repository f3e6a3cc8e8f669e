"""The seccomp filter is built by system-call name, so it is equivalent on all architectures."""

import errno
import struct

import pytest

from autograder.model.errors import SandboxError
from autograder.sandbox import seccomp

ALLOW, EPERM_OR_ENOSYS, KILL = 0x7FFF0000, {0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS}, 0x80000000
X86_64, ARM64 = 0xC000003E, 0xC00000B7

_NUMBERS = """
           read mmap ioctl socket socketpair clone fork execve kill fcntl chmod ptrace openat prlimit64 unshare clone3 flock fadvise64 madvise mincore preadv2
X86_64     0    9    16    41     53         56    57   59     62   72    90    101    257    302       272     435    73    221       28      27      327
ARM64      63   222  29    198    199        220   -    221    129  25    -     117    56     261       97      435    32    223       233     232     286
"""
NAMES, *ROWS = (line.split() for line in _NUMBERS.strip().splitlines())
NUMBERS = {
    globals()[row[0]]: {name: int(number) for name, number in zip(NAMES, row[1:], strict=True) if number != "-"}
    for row in ROWS
}


def decide(program, architecture, number, *args):
    """Run a classic BPF program on a system call, as the kernel does."""
    words = [value for arg in (*args, *[0] * (6 - len(args))) for value in (arg & 0xFFFFFFFF, arg >> 32)]
    data = struct.pack("<IIQ", number, architecture, 0) + struct.pack("<12I", *words)
    code = list(struct.iter_unpack("<HBBI", program))
    place = accumulator = 0
    while True:
        operation, if_true, if_false, constant = code[place]
        place += 1
        match operation:
            case 0x20:
                (accumulator,) = struct.unpack_from("<I", data, constant)
            case 0x54:
                accumulator &= constant
            case 0x05:
                place += constant
            case 0x15:
                place += if_true if accumulator == constant else if_false
            case 0x35:
                place += if_true if accumulator >= constant else if_false
            case 0x25:
                place += if_true if accumulator > constant else if_false
            case 0x06:
                return constant
            case _:
                raise AssertionError(f"operation {operation:#x}")


@pytest.fixture(params=[X86_64, ARM64], ids=["x86-64", "arm64"])
def judge(request):
    import pyseccomp

    native = pyseccomp.system_arch() & 0xFFFFFFFF
    program = seccomp.student_filter(None if native == request.param else request.param)

    def judge(name, *args):
        return decide(program, request.param, NUMBERS[request.param][name], *args)

    judge.program, judge.architecture = program, request.param
    judge.has = NUMBERS[request.param].__contains__
    return judge


def test_calls_that_notebooks_need_are_allowed(judge):
    threads, private, file_shared = 0x3D0F00, 0x22, 0x01
    for call in (
        ("read",),
        ("openat",),
        ("clone", threads),
        ("prlimit64", 0),
        ("fcntl", 1, 3),
        ("socketpair", 1, 0x80801),
        ("madvise", 0, 4096, 4),
        ("madvise", 0, 4096, 14),
    ):
        assert judge(*call) == ALLOW, call
    for flags in (private, file_shared, 0x2):
        assert judge("mmap", 0, 0, 3, flags) == ALLOW


@pytest.mark.parametrize(
    "call",
    [
        ("socket", 2, 1),
        ("socketpair", 1, 2),
        ("socketpair", 2, 1),
        ("clone", 17),
        ("clone", 0x4111),
        ("clone", 0x3D0F00 | 0x4000),
        ("clone", 0x3D0F00 | 0x10000000),
        ("clone3",),
        ("fork",),
        ("execve",),
        ("kill", 1, 0),
        ("ptrace", 16),
        ("chmod",),
        ("flock",),
        ("fadvise64",),
        ("madvise", 0, 4096, 12),
        ("madvise", 0, 4096, 20),
        ("madvise", 0, 4096, 21),
        ("mincore", 0, 4096),
        ("preadv2", 3, 0, 1, 0, 0, 8),
        ("unshare", 0x10000000),
        ("prlimit64", 1),
        ("fcntl", 1, 5),
        ("fcntl", 1, 8),
        ("fcntl", 1, 15),
        ("ioctl", 0, 0x5412),
        ("mmap", 0, 0, 3, 0x21),
        ("mmap", 0, 0, 3, 0x23),
        ("mmap", 0, 0, 3, 0x122),
        ("mmap", 0, 0, 3, 0x4021),
    ],
    ids=str,
)
def test_calls_that_reach_outside_are_denied(judge, call):
    name, *args = call
    if not judge.has(name):
        pytest.skip("this architecture has no such call")
    assert judge(name, *args) in EPERM_OR_ENOSYS


def test_call_of_another_architecture_kills_the_process(judge):
    other = X86_64 if judge.architecture == ARM64 else 0x40000003  # 32-bit calls on a 64-bit machine
    assert decide(judge.program, other, 1) == KILL


def test_x32_calls_are_denied():
    program = seccomp.student_filter()
    if decide(program, X86_64, 0) != ALLOW:
        pytest.skip("not an x86-64 machine")
    assert decide(program, X86_64, 0x40000000 + 57) != ALLOW


def test_unknown_architecture_raises_sandbox_error():
    with pytest.raises(SandboxError, match="libseccomp"):
        seccomp.student_filter(12345)
