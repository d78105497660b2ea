#!/bin/bash
#SBATCH --job-name=mmada
#SBATCH --array=0-3
#SBATCH --cpus-per-task=8
#SBATCH --mem=4G
#SBATCH --time=04:00:00
#SBATCH --requeue
#SBATCH --signal=B:TERM@120
# Submit from a folder that all nodes see: sbatch slurm.sh. A task that is requeued goes on where it was stopped; after a failure or the end of the time
# submit all of it again: the parts that are done cost nothing.
set -euo pipefail
mmada batch jobs.jsonl -o pictures --seed 1 --shard /4 --workers auto --continue --no-contact-sheet -q &
trap 'kill -TERM $!' TERM
wait $! || wait $!
