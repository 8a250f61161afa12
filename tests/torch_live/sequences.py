# Random sequences of PyTorch's CPU initialisers, run by the PyTorch of this machine and written as
# a golden file: see tests/torch_golden_file.hpp.
#
#   sequences.py <count> <seed>
#
# SPDX-License-Identifier: MIT
import math
import random
import struct
import sys

import torch
from torch import nn

TYPES = {"f32": torch.float32, "f64": torch.float64}


def trunc_normal_2_12_(t, mean, std, a, b):
    """What trunc_normal_ does from PyTorch 2.12 on, in operations that every version has."""
    cdf = lambda x: (1 + math.erf((x - mean) / std / math.sqrt(2))) / 2
    if cdf(b) - cdf(a) > 0.3:
        t.normal_(mean, std)
        outside = (t < a) | (t > b)
        while outside.any():
            t.copy_(torch.where(outside, torch.empty_like(t).normal_(mean, std), t))
            outside = (t < a) | (t > b)
    else:
        peak = -0.5 * ((min(max(mean, a), b) - mean) / std) ** 2
        pending = torch.ones_like(t, dtype=torch.bool)
        while pending.any():
            t.copy_(torch.where(pending, torch.empty_like(t).uniform_(a, b), t))
            chance = torch.empty_like(t).uniform_(0, 1)
            pending &= chance.log() > -0.5 * ((t - mean) / std) ** 2 - peak


def shape(rank):
    """Often fewer than 16 elements or about a multiple of 16, where PyTorch changes its ways."""
    if rank == 1:
        return [random.choice([1, 7, 15, 16, 17, 31, 33, random.randint(1, 1500)])]
    return [random.randint(1, 12 if rank < 4 else 5) for _ in range(rank)]


def words_of(t):
    if t.dtype == torch.int64:
        return ["%016x" % value for value in t.tolist()]
    code, integer, digits = ("<f", "<I", 8) if t.dtype == torch.float32 else ("<d", "<Q", 16)
    return ["%0*x" % (digits, struct.unpack(integer, struct.pack(code, value))[0])
            for value in t.reshape(-1).tolist()]


def fnv(words):
    state = 14695981039346656037
    for word in words:
        for byte in bytes.fromhex(word)[::-1]:
            state = (state ^ byte) * 1099511628211 % 2**64
    return state


def write_tensor(name, t):
    words = words_of(t)
    dtype = {torch.float32: "f32", torch.float64: "f64", torch.int64: "i64"}[t.dtype]
    print("tensor %s dtype=%s n=%d fnv=%016x all" % (name, dtype, len(words), fnv(words)))
    for i in range(0, len(words), 16):
        print("x", *words[i:i + 16])


def write(number, name, dtype, size, mode, settings, *parts):
    settings = {k: float(v).hex() if isinstance(v, float) else v for k, v in settings.items()}
    print("op", number, name, "dtype=" + dtype, "shape=" + "x".join(map(str, size)),
          *("%s=%s" % item for item in settings.items()), "cmp=" + mode)
    for part_name, t in parts:
        write_tensor(part_name, t.detach())


def direct(number, dtype):
    """uniform_, normal_ and trunc_normal_."""
    size = shape(random.choice([1, 1, 2, 2, 3, 4, 5]))
    t = torch.empty(size, dtype=TYPES[dtype])
    name = random.choice(["uniform_", "normal_", "trunc_normal_", "trunc_normal_2_12_"])
    mean = random.choice([0.0, random.uniform(-2, 2)])
    std = random.choice([1.0, 0.02, random.uniform(0.01, 3)])
    a, b = sorted(random.uniform(-2, 2) for _ in range(2))
    if name == "uniform_":
        t.uniform_(a, b)
        return write(number, name, dtype, size, "exact", {"a": a, "b": b}, ("t", t))
    if name == "normal_":
        t.normal_(mean, std)
        mode = "exact" if dtype == "f32" and t.numel() >= 16 else "libm"
        return write(number, name, dtype, size, mode, {"mean": mean, "std": std}, ("t", t))
    # Wide enough bounds that the uniform proposals of 2.12 come to an end.
    a, b = mean + std * (a - 0.1), mean + std * (b + 0.1)
    if name == "trunc_normal_":
        nn.init.trunc_normal_(t, mean, std, a, b)
    else:
        trunc_normal_2_12_(t, mean, std, a, b)
    mode = "tn" if name == "trunc_normal_" else "libm"
    write(number, name, dtype, size, mode, {"mean": mean, "std": std, "a": a, "b": b}, ("t", t))


def scaled(number, dtype):
    """xavier_* and kaiming_*."""
    size = shape(random.randint(2, 5))
    t = torch.empty(size, dtype=TYPES[dtype])
    kind = random.choice(["uniform_", "normal_"])
    is_exact = kind == "uniform_" or (dtype == "f32" and t.numel() >= 16)
    mode = "exact" if is_exact else "libm"
    if random.random() < 0.4:
        gain = random.choice([1.0, 5.0 / 3, random.uniform(0.1, 3)])
        getattr(nn.init, "xavier_" + kind)(t, gain)
        return write(number, "xavier_" + kind, dtype, size, mode, {"gain": gain}, ("t", t))
    settings = {
        "a": random.choice([0.0, 0.2, math.sqrt(5), random.uniform(-2, 2)]),
        "mode": random.choice(["fan_in", "fan_out"]),
        "nonlinearity": random.choice(["leaky_relu", "relu", "tanh", "selu", "sigmoid", "linear"]),
    }
    getattr(nn.init, "kaiming_" + kind)(t, **settings)
    write(number, "kaiming_" + kind, dtype, size, mode, settings, ("t", t))


def layer(number, dtype):
    has_bias = random.random() < 0.7
    settings = {"bias": int(has_bias)}
    if random.random() < 0.5:
        name = "Linear"
        module = nn.Linear(random.randint(1, 40), random.randint(1, 40), has_bias,
                           dtype=TYPES[dtype])
    else:
        rank = random.randint(1, 3)
        name = "Conv%dd" % rank
        groups = random.choice([1, 1, 2, 3])
        settings["groups"] = groups
        module = getattr(nn, name)(groups * random.randint(1, 4), groups * random.randint(1, 4),
                                   [random.randint(1, 4) for _ in range(rank)], groups=groups,
                                   bias=has_bias, dtype=TYPES[dtype])
    parts = [("weight", module.weight)] + ([("bias", module.bias)] if has_bias else [])
    write(number, name, dtype, list(module.weight.shape), "exact", settings, *parts)


def drawn_otherwise(number, dtype):
    """sparse_, and the orders and raw numbers of the generator."""
    if random.random() < 0.5:
        n = random.randint(1, 700)
        return write(number, "randperm", "i64", [n], "exact", {}, ("t", torch.randperm(n)))
    size = [random.randint(1, 30), random.randint(1, 6)]
    t = torch.empty(size, dtype=TYPES[dtype])
    settings = {"sparsity": random.uniform(0, 0.99), "std": random.uniform(0.01, 2)}
    nn.init.sparse_(t, **settings)
    mode = "exact" if dtype == "f32" and t.numel() >= 16 else "libm"
    write(number, "sparse_", dtype, size, mode, settings, ("t", t))


def write_end():
    """The next raw word and the pending normal, and the whole engine."""
    state = bytes(torch.get_rng_state().tolist())
    left, seeded, position = struct.unpack_from("<iiQ", state, 8)
    words = ["%08x" % word for word in struct.unpack_from("<624Q", state, 24)]
    pending = struct.unpack_from("<i", state, 5040)[0]
    normal = "%016x" % struct.unpack_from("<Q", state, 5024)[0] if pending else "-"
    position = 624 if left == 1 else position
    next_word = int(torch.empty(1).uniform_().item() * 2**24)
    print("end next24=%06x cache=%s engine=%016x position=%d" %
          (next_word, normal, fnv(words), position))


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    random.seed(seed)
    torch.set_num_threads(1)
    print("# PyTorch", torch.__version__, "sequences", count, "seed", seed)
    for i in range(count):
        stream = random.choice([random.randrange(1000), random.randrange(2**64),
                                -random.randrange(2**63)])
        torch.manual_seed(stream)
        print("stream live%d seed=%d" % (i, stream))
        for number in range(random.randint(1, 8)):
            dtype = random.choice(["f32", "f32", "f64"])
            random.choices([direct, scaled, layer, drawn_otherwise], [5, 3, 2, 1])[0](number, dtype)
        write_end()


main()
