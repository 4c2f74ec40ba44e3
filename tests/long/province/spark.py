"""Runs the portal's queries on Spark, on two loopback workers; see tests/long/province/spark."""

import csv
import io
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time

import pyspark
from pyspark.sql import SparkSession

dataset, own, work = (pathlib.Path(it).resolve() for it in sys.argv[1:4])
home = pathlib.Path(pyspark.__file__).parent
queries = pathlib.Path(__file__).resolve().parents[3] / "province/queries"
MASTER = "spark://127.0.0.1:17077"
started = []


def spark(name, *arguments):
    """Starts a part of the cluster, in a group of processes of its own."""
    env = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_WORKER_DIR": str(work / name),
           "SPARK_DAEMON_MEMORY": "256m", "PYSPARK_PYTHON": sys.executable}
    log = open(work / f"{name}.log", "w")
    part = subprocess.Popen(["nice", str(home / "bin/spark-class"), *arguments], stdout=log, stderr=log, env=env,
                            start_new_session=True)
    started.append(part)
    return part


def until(what, seconds, is_so):
    for _ in range(seconds * 20):
        if is_so():
            return
        time.sleep(0.05)
    raise SystemExit(f"not within {seconds} s: {what}")


def cluster():
    deploy = "org.apache.spark.deploy"
    spark("master", f"{deploy}.master.Master", "--host", "127.0.0.1", "--port", "17077", "--webui-port", "18080")
    until("a master", 240, lambda: "I have been elected" in (work / "master.log").read_text())
    both = [spark(f"worker-{n}", f"{deploy}.worker.Worker", "--host", "127.0.0.1", "--webui-port", str(18080 + n),
                  "--cores", "1", "--memory", "1g", MASTER) for n in (1, 2)]
    for n in (1, 2):
        until("a worker", 240, lambda: "Successfully registered" in (work / f"worker-{n}.log").read_text())
    return both


def table(session, name):
    """One query's rows as the portal writes them."""
    rows = session.sql((queries / f"{name}.sql").read_text())
    out = io.StringIO()
    out.write("\ufeff")
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(rows.columns)
    lines.writerows(["" if cell is None else cell for cell in row] for row in rows.collect())
    return out.getvalue().encode()


def run(session):
    """All queries, and how many tables are not as the portal's own."""
    began = time.time()
    for path in sorted(queries.glob("*.sql")):
        ours = (own / f"{path.stem}.csv").read_bytes()
        theirs = table(session, path.stem)
        if ours != theirs:
            (work / f"{path.stem}.csv").write_bytes(theirs)
            differ = next((pair for pair in zip(ours.splitlines(), theirs.splitlines()) if pair[0] != pair[1]), None)
            raise SystemExit(f"{path.stem}: {len(ours)} and {len(theirs)} bytes, {differ}")
    return time.time() - began


def kill_midway(session, worker, told):
    """Waits until a stage is half done, with tasks under way, and kills a worker with all it runs: an
    executor is a child of its worker and in its group."""
    tracker = session.sparkContext.statusTracker()
    while True:
        for nth in tracker.getActiveStageIds():
            stage = tracker.getStageInfo(nth)
            if stage and stage.numTasks > 8 and stage.numTasks // 4 < stage.numCompletedTasks < stage.numTasks - 4:
                os.killpg(worker.pid, signal.SIGKILL)
                told.append((stage.numCompletedTasks, stage.numTasks))
                return
        time.sleep(0.005)


def main():
    sys.stdout.reconfigure(line_buffering=True)
    _, two = cluster()
    session = (
        SparkSession.builder.master(MASTER).appName("gongkai-province")
        .config("spark.driver.host", "127.0.0.1").config("spark.driver.memory", "512m")
        .config("spark.executor.memory", "512m").config("spark.executor.cores", "1").config("spark.ui.enabled", "false")
        # As many small tasks as there are in a large province.
        .config("spark.sql.shuffle.partitions", os.environ.get("PARTITIONS", "48")).config("spark.sql.adaptive.enabled", "false")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    until("two executors", 240, lambda: session.sparkContext._jsc.sc().getExecutorMemoryStatus().size() == 3)
    for folder in sorted(dataset.iterdir()):
        session.read.parquet(str(folder)).createOrReplaceTempView(folder.name)
    tables = len(list(queries.glob("*.sql")))
    print(f"Spark {pyspark.__version__}, two workers: {tables} tables of the bytes the portal wrote, {run(session):.1f} s")
    told = []
    killer = threading.Thread(target=kill_midway, args=(session, two, told), daemon=True)
    killer.start()
    seconds = run(session)
    assert told, "nothing was killed"
    assert two.poll() is not None or two.wait(10) is not None
    until("one executor", 240, lambda: session.sparkContext._jsc.sc().getExecutorMemoryStatus().size() == 2)
    done, tasks = told[0]
    print(f"a worker and its executor killed when {done} of {tasks} tasks of a stage were done: "
          f"{tables} tables of the same bytes, {seconds:.1f} s")
    session.stop()


try:
    main()
finally:
    for part in started:
        try:
            os.killpg(part.pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
