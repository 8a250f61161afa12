"""Compares the files of write.cpp with the memory that lies beside them: read.py <folder>.

By NumPy, and by the safetensors package where it is installed.

SPDX-License-Identifier: MIT
"""

import json
import pathlib
import struct
import sys

import numpy

folder = pathlib.Path(sys.argv[1])
shapes = {
    "columns": ("f4", (700, 301), "F"),
    "rows": ("f4", (300, 701), "C"),
    "doubles": ("f8", (41, 43), "F"),
    "halves": ("f2", (65, 33), "F"),
    "brain": ("u2", (33, 65), "F"),  # bfloat16, as NumPy has none
    "complex": ("c8", (31, 17), "F"),
    'a bias, "quoted" in ü': ("f4", (11,), "F"),
    "none": ("f4", (0, 7), "F"),
}
dtypes = {"F32": "<f4", "F64": "<f8", "F16": "<f2", "BF16": "<u2", "C64": "<c8"}


def memory(name):
    scalar, shape, order = shapes[name]
    return numpy.fromfile(folder / f"{name}.memory", scalar).reshape(shape, order=order)


def read_safetensors(path):
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    assert length % 8 == 0 and data[8:9] == b"{"
    tensors = {}
    for name, tensor in header.items():
        if name == "__metadata__":
            manifest = json.loads(tensor["eigeninit.manifest"])
            assert manifest["seed"] == 42
            continue
        begin, end = tensor["data_offsets"]
        array = numpy.frombuffer(data[8 + length + begin : 8 + length + end], dtypes[tensor["dtype"]])
        tensors[name] = array.reshape(tensor["shape"])
    return tensors


def compare(what, tensors, but=()):
    assert set(tensors) == set(shapes) - set(but), (what, sorted(tensors))
    for name, tensor in tensors.items():
        expected = memory(name)
        assert tensor.dtype == expected.dtype and tensor.shape == expected.shape, (what, name)
        assert tensor.tobytes() == expected.tobytes(), (what, name)
    print(f"{what}: {len(tensors)} tensors are the same")


compare("safetensors", read_safetensors(folder / "model.safetensors"))

index = json.loads((folder / "sharded.safetensors.index.json").read_text(encoding="utf-8"))
sharded = {}
for file in sorted(set(index["weight_map"].values())):
    tensors = read_safetensors(folder / file)
    assert all(index["weight_map"][name] == file for name in tensors)
    sharded.update(tensors)
assert len(set(index["weight_map"].values())) > 1
assert index["metadata"]["total_size"] == sum(tensor.nbytes for tensor in sharded.values())
compare("safetensors, several files", sharded)

compare("npy", {name: numpy.load(folder / f"{name}.npy") for name in shapes if name != "brain"}, ["brain"])
with numpy.load(folder / "model.npz") as archive:
    assert archive.zip.testzip() is None
    compare("npz", {name: archive[name] for name in archive.files}, ["brain"])

try:
    import safetensors
except ImportError:
    print("the safetensors package is not installed")
else:
    with safetensors.safe_open(folder / "model.safetensors", framework="numpy") as file:
        assert file.metadata()["format"] == "pt"
        compare("the safetensors package", {n: file.get_tensor(n) for n in file.keys() if n != "brain"}, ["brain"])
