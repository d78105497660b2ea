/** Script beside the parts of `pack.ts`: unpacks them once, finds the libraries of CUDA that Python packages brought, and runs the benchmark. */
export const startScript = `#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")"
if [ ! -e unpacked/node ]; then
	rm -rf unfinished && mkdir unfinished
	if command -v xz > /dev/null; then cat part-* | tar xJ -C unfinished; else
		cat part-* | python3 -c 'import lzma, shutil, sys; shutil.copyfileobj(lzma.open(sys.stdin.buffer), sys.stdout.buffer)' | tar x -C unfinished
	fi
	mv unfinished unpacked
fi
libraries=$(python3 -c 'import glob, site; print(":".join(glob.glob(site.getsitepackages()[0] + "/nvidia/*/lib")))' 2> /dev/null || true)
export LD_LIBRARY_PATH="$PWD/unpacked/libraries:$libraries\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
exec unpacked/node unpacked/main.js --keep kept "$@"
`;
