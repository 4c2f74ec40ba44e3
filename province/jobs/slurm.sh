#!/bin/sh
# A province in sixteen shards on Slurm: sbatch province/jobs/slurm.sh FOLDER DAY
# FOLDER holds colleges.csv and takes all that comes of it; every node must see it. A task that fails or
# whose node is lost is queued again, and goes on where it was. When all are done:
#   gongkai-province --data FOLDER/province dataset FOLDER/colleges.csv FOLDER/dataset
#   gongkai-province --data FOLDER/province portal FOLDER/colleges.csv FOLDER/portal --title …
#SBATCH --job-name=gongkai-province
#SBATCH --array=1-16%4
#SBATCH --cpus-per-task=1
#SBATCH --mem=256M
#SBATCH --time=08:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
set -eu
folder=$1 day=$2
shard=$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT
program=${GONGKAI_PROVINCE_PROGRAM:-gongkai-province}
# 1 says that something is to be asked about; 2 that it could not be done.
"$program" --data "$folder/province" collect "$folder/colleges.csv" --on "$day" --shard "$shard" ||
  [ $? -eq 1 ]
"$program" --data "$folder/province" audit "$folder/colleges.csv" --shard "$shard"
