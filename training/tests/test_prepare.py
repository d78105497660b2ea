import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from mmada_training.cli import main
from mmada_training.data.pairs import read_lines
from mmada_training.traces import Endpoint, write_traces


@pytest.fixture
def server():
    """A vision model on the loopback that says the instruction back, or fails as often as told."""
    state = {"asked": [], "failures": 0, "status": 503, "answer": None}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state["asked"].append(body)
            if state["failures"]:
                state["failures"] -= 1
                self.send_response(state["status"])
                self.end_headers()
                self.wfile.write(b"not now")
                return
            asked = body["messages"][0]["content"][-1]["text"].split('"')[1]
            answer = state["answer"] or {"choices": [{"message": {"content": f"One sees\n{asked}."}}]}
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_):
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    state["url"] = f"http://127.0.0.1:{httpd.server_port}/v1"
    yield state
    httpd.shutdown()


@pytest.fixture
def folder(tmp_path):
    """Three examples as a person would lay them out; the last has its reasoning, the first no picture before."""
    for name in ("a.after.png", "b.before.jpg", "b.after.png", "c.before.png", "c.after.png"):
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "a.txt").write_text("a red ball\n")
    (tmp_path / "b.txt").write_text("make the\nball blue")
    (tmp_path / "c.txt").write_text("add a cat\n\nThere is a house,\nso the cat sits by it.\n")
    return tmp_path


def test_a_folder_of_pictures_becomes_examples(folder, capsys):
    assert main(["pairs", str(folder), "--out", str(folder / "out" / "data.jsonl")]) == 0
    assert "3 examples, 2 without a reasoning" in capsys.readouterr().out
    a, b, c = read_lines(folder / "out" / "data.jsonl")
    assert (a.instruction, a.input, b.instruction) == ("a red ball", None, "make the ball blue")
    assert b.input.endswith("b.before.jpg") and c.reasoning == "There is a house, so the cat sits by it."


def test_a_folder_without_examples_and_one_without_a_result_are_told(folder, tmp_path, capsys):
    (folder / "d.txt").write_text("nothing beside it")
    assert main(["pairs", str(folder), "--out", str(tmp_path / "x")]) == 2
    assert "d.after.png" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert main(["pairs", str(tmp_path / "empty"), "--out", str(tmp_path / "x")]) == 2
    assert main(["pairs", str(tmp_path / "nowhere"), "--out", str(tmp_path / "x")]) == 2
    assert not (tmp_path / "x").exists()


def traced(folder, server, **changes):
    main(["pairs", str(folder), "--out", str(folder / "data.jsonl")])
    endpoint = Endpoint(**{"url": server["url"], "model": "vision", "wait_seconds": 0.0, "tries": 3, **changes})
    write_traces(folder / "data.jsonl", folder / "told.jsonl", endpoint, parallel=1, tell=lambda _: None)
    return [line.reasoning for line in read_lines(folder / "told.jsonl")]


EXPECTED = ["One sees a red ball.", "One sees make the ball blue.", "There is a house, so the cat sits by it."]


def test_reasonings_are_written_once_and_pictures_go_with_the_question(folder, server):
    assert traced(folder, server) == EXPECTED
    kinds = [[part["type"] for part in body["messages"][0]["content"]] for body in server["asked"]]
    assert kinds == [["image_url", "text"], ["image_url", "image_url", "text"]]
    assert server["asked"][1]["messages"][0]["content"][0]["image_url"]["url"].startswith("data:image/jpeg;base64,")
    assert traced(folder, server) == EXPECTED and len(server["asked"]) == 2
    (folder / "b.after.png").write_bytes(b"changed")
    assert traced(folder, server) == EXPECTED and len(server["asked"]) == 3


def test_a_busy_server_is_asked_again_and_a_run_that_broke_goes_on(folder, server):
    server["failures"] = 2
    assert traced(folder, server) == EXPECTED and len(server["asked"]) == 4
    (folder / "told.jsonl").unlink()
    (folder / "told.jsonl.cache.jsonl").write_text((folder / "told.jsonl.cache.jsonl").read_text().splitlines()[0] + '\n{"key": "cut o')
    server["failures"], server["status"] = 1, 401
    with pytest.raises(Exception, match="1 of 2 reasonings are missing.*401"):
        traced(folder, server)
    assert not (folder / "told.jsonl").exists()
    assert traced(folder, server) == EXPECTED and len(server["asked"]) == 6


def test_what_is_no_such_server_and_a_key_that_is_not_there_are_told(folder, server, capsys):
    server["answer"] = {"text": "hello"}
    with pytest.raises(Exception, match="OpenAI-compatible"):
        traced(folder, server)
    with pytest.raises(Exception, match="after 1 tries"):
        traced(folder, server, url="http://127.0.0.1:9/v1", tries=1)
    words = ["traces", str(folder / "data.jsonl"), "--url", server["url"], "--model", "m", "--out", str(folder / "t"), "--key-variable", "NO_SUCH_KEY"]
    assert main(words) == 2
    assert "NO_SUCH_KEY is not set" in capsys.readouterr().err
