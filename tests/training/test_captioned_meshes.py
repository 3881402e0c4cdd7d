"""Lists of captioned meshes are read to the letter, and their mistakes are told by line."""

import json
import re

import pytest

from core.errors import UsageError
from training.captioned_meshes import LINE_HINT, MOST_WORDS, ROW_HINT, CaptionedMesh, read_list
from training.labels import Label, are_taught


def test_rows_and_lines_say_the_same(tmp_path):
    captions = {"a.glb": ["a cup", 'a "fine" cup, with a handle'], "deep/b.obj": ["ein Öllämpchen"]}
    rows = tmp_path / "list.csv"
    rows.write_text(
        'a.glb,a cup, "a ""fine"" cup,  with a handle"\n\n deep/b.obj , ein Öllämpchen\n', "utf-8"
    )
    lines = tmp_path / "list.jsonl"
    lines.write_text("\n".join(json.dumps({"file": f, "captions": c}) for f, c in captions.items()) + "\n")
    expected = [CaptionedMesh(tmp_path / file, tuple(texts)) for file, texts in captions.items()]
    assert read_list(rows) == read_list(lines) == expected
    rows.write_bytes(b"\xef\xbb\xbf" + rows.read_bytes())  # as spreadsheets write it
    assert read_list(rows) == expected


def test_labels_say_every_caption_equally_often(tmp_path):
    mesh = CaptionedMesh(tmp_path / "a.glb", ("a cup", "a mug"))
    labels = [mesh.label(3, start) for start in range(4)]
    said = [text for label in labels for text in label.captions]
    assert {text: said.count(text) for text in said} == {"a cup": 6, "a mug": 6}
    assert len({label.spec for label in labels}) == 1, "all turns of it count as equal"
    # what is called the same is the same, in whatever order
    assert labels[0].spec == CaptionedMesh(tmp_path / "b.glb", ("a mug", "a cup")).label(1, 0).spec
    assert labels[0].spec != CaptionedMesh(tmp_path / "b.glb", ("a mug",)).label(1, 0).spec


@pytest.mark.parametrize("caption", ["a cup", "barrel"])
def test_nothing_of_it_is_of_the_vocabulary(caption, tmp_path):
    label = CaptionedMesh(tmp_path / "a.glb", (caption,)).label(1, 0)
    assert label.indices == (-1, -1, -1)
    assert not are_taught([label])
    assert Label.from_json(json.loads(json.dumps(label, default=vars))) == label


NO_CAPTION = "{} has no caption, or an empty one; say what it shows"
NO_OBJECT = f"expected an object with file and captions; {LINE_HINT}"
LONG = "a caption of 27 words, expected at most 26; shorten it: the model would not read its end"


@pytest.mark.parametrize(
    ("suffix", "text", "line", "told"),
    [
        (".csv", "a.glb,a cup\nb.glb\n", 2, NO_CAPTION.format("b.glb")),
        (".csv", "\na.glb,a cup,\n", 2, NO_CAPTION.format("a.glb")),
        (
            ".csv",
            "a.glb,a cup\nb.glb,a bowl\na.glb,a mug\n",
            3,
            "a.glb stands in line 1 too; give all captions in one",
        ),
        (".csv", "file,caption\na.glb,a cup\n", 1, '"file" is no file of a mesh; leave the head out'),
        (".csv", "a.glb," + "very " * MOST_WORDS + "old\n", 1, LONG),
        (".csv", 'a.glb,"a cup', 1, f"unexpected end of data; {ROW_HINT}"),
        (
            ".jsonl",
            '\n{"file": ',
            2,
            f"no JSON: Expecting value: line 1 column 10 (char 9); {LINE_HINT}",
        ),
        (".jsonl", '["a.glb"]', 1, NO_OBJECT),
        (".jsonl", '{"captions": ["a cup"]}', 1, NO_OBJECT),
        (".jsonl", '{"file": "a.glb", "captions": "a cup"}', 1, NO_OBJECT),
        (".jsonl", '{"file": "a.glb"}', 1, NO_CAPTION.format("a.glb")),
    ],
)
def test_mistakes_are_told_by_line(suffix, text, line, told, tmp_path):
    file = tmp_path / f"list{suffix}"
    file.write_text(text)
    with pytest.raises(UsageError, match=f"^{re.escape(f'{file}, line {line}: {told}')}$"):
        read_list(file)


def test_a_list_of_another_kind_or_of_nothing_is_refused(tmp_path):
    told = r"list.txt is no list of captions: expected .csv or .jsonl; name it by what it is written in$"
    with pytest.raises(UsageError, match=told):
        read_list(tmp_path / "list.txt")
    (tmp_path / "list.csv").write_text("\n")
    with pytest.raises(UsageError, match=r"list.csv is empty, expected a line for each mesh; write some$"):
        read_list(tmp_path / "list.csv")


def test_a_list_that_is_not_there_or_no_text(tmp_path):
    file = tmp_path / "list.csv"
    with pytest.raises(UsageError, match=r"list.csv cannot be read: .*No such file.*; give a text"):
        read_list(file)
    file.write_bytes(b"a.glb,\xff\xfe\n")
    with pytest.raises(UsageError, match=r"list.csv cannot be read: .*; give a text file in UTF-8"):
        read_list(file)
