"""Reading printed files as a reader would: their words, their pages as pictures."""

import io
import re
import subprocess
from pathlib import Path

import numpy as np
from PIL import Image


def words_of(pdf: bytes) -> str:
    """All text of a PDF without its spaces, in the order of reading."""
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return re.sub(r"[\s\u200b\u2060]+", "", told.decode())


def pages_of(pdf: bytes, folder: Path, dpi: int = 36) -> list[np.ndarray]:
    """Each page in grey, 0 black to 255 white."""
    (folder / "in.pdf").write_bytes(pdf)
    for old in folder.glob("page-*.png"):
        old.unlink()
    command = ["pdftoppm", "-gray", "-r", str(dpi), "-png", str(folder / "in.pdf"), str(folder / "page")]
    subprocess.run(command, check=True, capture_output=True)
    return [np.asarray(Image.open(io.BytesIO(file.read_bytes()))) for file in sorted(folder.glob("page-*.png"))]


def faults_of(page: np.ndarray, dpi: int = 36, margin_mm: float = 8.0) -> list[str]:
    """What is wrong with a page: nothing on it, or something printed in the margin where a printer cuts it off."""
    inked = page < 200
    edge = int(margin_mm / 25.4 * dpi)
    inner = inked[edge:-edge, edge:-edge]
    faults = [] if 0.004 < inner.mean() < 0.7 else [f"{inner.mean():.1%} of it is printed"]
    return faults + (["something lies in the margin"] if inked.sum() > inner.sum() else [])
