"""Reads a dataset's Parquet with pyarrow and holds every value against the CSV; 77 without pyarrow."""
import csv
import pathlib
import sys

try:
    import pyarrow.dataset
except ImportError:
    sys.exit(77)

root = pathlib.Path(sys.argv[1])
for path in sorted((root / "csv").glob("*.csv")):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    table = pyarrow.dataset.dataset(root / "parquet" / path.stem, partitioning="hive").to_table()

    def told(value):
        return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)

    read = [{name: told(value) for name, value in row.items()} for row in table.to_pylist()]
    if "year" in table.schema.names:
        for row in read:
            row["year"] = "" if row["year"] == "None" else row["year"]
    in_order = lambda rows: sorted(tuple(sorted(row.items())) for row in rows)
    assert in_order(rows) == in_order(read), path.stem
    print(path.stem, len(rows))
