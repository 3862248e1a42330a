"""Writes the expectations of the number formats with the reference: make_expectations.py RESOURCES

Needs the Python packages gguf 0.19.0 and numpy. For each format: random stored blocks with what gguf.quants.dequantize
makes of them, and for the formats that are written: numbers with what gguf.quants.quantize makes of them. One GGUF
file with metadata of every kind comes from gguf.GGUFWriter.
"""
import sys
from pathlib import Path

import numpy
from gguf import GGUFWriter
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType
from gguf.quants import dequantize, quantize

READ = "Q4_0 Q4_1 Q5_0 Q5_1 Q8_0 Q4_K Q5_K Q6_K F16 BF16 F32".split()
WRITTEN = "Q8_0 Q4_0 F16 BF16 F32".split()
SCALES = {"Q4_1": (0, 2), "Q5_1": (0, 2), "Q4_K": (0, 2), "Q5_K": (0, 2), "Q6_K": (208,), "F16": (), "BF16": (), "F32": ()}


def main(directory):
    random = numpy.random.default_rng(4)
    for name in READ:
        write(directory, f"read-{name}", stored := blocks(random, name))
        write(directory, f"read-{name}.f32", dequantize(stored, GGMLQuantizationType[name]).astype("<f4"))
    values = weights(random)
    write(directory, "write.f32", values)
    for name in WRITTEN:
        write(directory, f"write-{name}", quantize(values, GGMLQuantizationType[name]))
    file(directory, values)


def blocks(random, name):
    """Rows of stored bytes; scales are finite, everything else is any bit."""
    elements, size = GGML_QUANT_SIZES[GGMLQuantizationType[name]]
    if elements == 1:
        return quantize(random.normal(0, 3, (4, 64)).astype("f4"), GGMLQuantizationType[name]).view(numpy.uint8)
    rows = random.integers(0, 256, (24, size), dtype=numpy.uint8)
    for at in SCALES.get(name, (0,)):
        rows[:, at : at + 2] = random.normal(0, 0.05, (24, 1)).astype("<f2").view(numpy.uint8)
    return rows


def weights(random):
    """Ordinary rows, ties in rounding, equal magnitudes of both signs, zeros, tiny and large numbers."""
    rows = random.normal(0, 0.04, (24, 64)).astype("f4")
    rows[1] = numpy.arange(64) - 31.5
    rows[2] = 0
    rows[3, ::2] = 0.75
    rows[3, 1::2] = -0.75
    rows[4] *= 1e-6
    rows[5] *= 1e4
    rows[6] = numpy.arange(64) / 8
    rows[7, 5] = -0.0
    return rows


def file(directory, values):
    writer = GGUFWriter(directory / "sample.gguf", "llama")
    writer.add_uint8("a.u8", 200)
    writer.add_int8("a.i8", -3)
    writer.add_uint16("a.u16", 60000)
    writer.add_int16("a.i16", -300)
    writer.add_uint32("a.u32", 4_000_000_000)
    writer.add_int32("a.i32", -70000)
    writer.add_uint64("a.u64", 1 << 40)
    writer.add_int64("a.i64", -(1 << 40))
    writer.add_float32("a.f32", 1e-5)
    writer.add_float64("a.f64", 0.1)
    writer.add_bool("a.flag", True)
    writer.add_string("a.text", "Mühle \u2581")
    writer.add_array("a.texts", ["one", "zwei", "\u4e09"])
    writer.add_array("a.wholes", [1, 2, 3])
    writer.add_array("a.reals", [0.5, -1.25])
    writer.add_tensor("plain.weight", values)
    writer.add_tensor("norm.weight", values[0, :7].copy())
    small = quantize(values, GGMLQuantizationType.Q8_0)
    writer.add_tensor("small.weight", small, raw_dtype=GGMLQuantizationType.Q8_0)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def write(directory, name, values):
    (directory / name).write_bytes(numpy.ascontiguousarray(values).tobytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
