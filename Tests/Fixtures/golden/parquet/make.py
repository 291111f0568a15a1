"""Writes the small Parquet files of this folder: pictures of nothing, in the layouts there are.

    python3 make.py        (needs pyarrow; the files are checked in as they came from version 26)
"""

import json
import os
import struct
import zlib

import pyarrow as pa
import pyarrow.parquet as pq

HERE = os.path.dirname(os.path.abspath(__file__))
NAMES = ["Ann_Lee", "Bo", "Chen_Wu"]


def picture(number):
    """A PNG of 8 x 8 pixels of one colour."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    row = b"\0" + bytes([number * 20 % 256, 100, 200 - number]) * 8
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(row * 8, 9))
        + chunk(b"IEND", b"")
    )


IMAGE = pa.struct([("bytes", pa.binary()), ("path", pa.string())])
FEATURES = {
    "info": {
        "features": {
            "image": {"_type": "Image"},
            "label": {"names": NAMES, "_type": "ClassLabel"},
        }
    }
}


def images(count):
    return pa.array(
        [{"bytes": picture(i), "path": f"{i:04}.png"} for i in range(count)], type=IMAGE
    )


def classes(count=12):
    """What the datasets library writes: a class by its number, and its names in the metadata."""
    table = pa.table(
        {"image": images(count), "label": pa.array([i % 3 for i in range(count)], pa.int64())}
    )
    return table.replace_schema_metadata({"huggingface": json.dumps(FEATURES)})


def manifest():
    """Names, gaps, and columns of a manifest; numbers with gaps are floating-point, as pandas has
    them; a list, a truth and a date, which nobody reads, lie between."""
    return pa.table(
        {
            "tags": pa.array([["a", "b"], [], None, ["c"]]),
            "seen": pa.array([True, None, False, True]),
            "photo": pa.array(
                [
                    {"bytes": picture(0), "path": "a.png"},
                    None,
                    {"bytes": None, "path": "c.png"},
                    {"bytes": picture(3), "path": None},
                ],
                type=IMAGE,
            ),
            "when": pa.array([0, 1, 2, 3], pa.timestamp("ms")),
            "name": pa.array(["Ann Lee", "Bo", None, "Chen Wu"]),
            "person_id": pa.array(["Q1", None, "Q3", None]).dictionary_encode(),
            "birth_year": pa.array([1952.0, None, float("nan"), 1990.0], pa.float64()),
            "fame": pa.array([7, None, 9, 10], pa.int32()),
            "license": pa.array(["CC0", None, "CC BY 4.0", None]),
            "source": pa.array(["https://example.org/1", None, None, None]),
            "year": pa.array([2001, 2002, None, 2004], pa.int16()),
        }
    )


def write(name, table, **options):
    path = os.path.join(HERE, name + ".parquet")
    # Without the schema pyarrow keeps for itself there are no words of the datasets library either.
    pq.write_table(table, path, store_schema=bool(table.schema.metadata), **options)
    print(f"{os.path.getsize(path):6} {name}")


# Row groups of five, the dictionary given up on the way: it may hold 300 bytes.
write("snappy", classes(), compression="snappy", row_group_size=5, dictionary_pagesize_limit=300)
write("pages-v2", classes(), compression="snappy", row_group_size=7, data_page_version="2.0")
write("plain", classes(4), compression="none", use_dictionary=False)
# A page for every row.
write(
    "small-pages",
    classes(6),
    compression="gzip",
    data_page_size=1,
    write_batch_size=1,
    use_dictionary=["label"],
)
write("zstd", classes(4), compression="zstd", version="1.0")
write("manifest", manifest(), compression="snappy", row_group_size=3)
write("manifest-v2", manifest(), compression="gzip", data_page_version="2.0")
write("brotli", classes(1), compression="brotli")
write("delta", classes(3), compression="none", use_dictionary=False,
      column_encoding={"label": "DELTA_BINARY_PACKED", "image.bytes": "PLAIN", "image.path": "PLAIN"})
write("no-pictures", pa.table({"label": pa.array([1, 2])}), compression="none")
write("byte-column", pa.table({"jpg": pa.array([picture(1)], pa.binary()),
                               "celeb_id": pa.array([2880], pa.int64())}), compression="snappy")
