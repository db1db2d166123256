"""How a luminaire spreads its light: a simple default by power, and real ones from IES and EULUMDAT files.

Angles in degrees: γ from straight down (0) to the horizon (90) and up (180); C around the vertical, C0 along the
road, C90 across it. Intensities in candela. IES: ANSI/IESNA LM-63, type C photometry. EULUMDAT: the .ldt format.
"""

import re
from dataclasses import dataclass

import numpy as np

from geo.errors import FileError
from geo.words import N_


@dataclass(frozen=True, eq=False)
class Luminaire:
    """Intensities of one luminaire: candela by C plane (rows, 0 ≤ C < 360, ascending) and γ (columns).

    One C plane: the same all around. `lumens` is the flux it sends out, `power_w` what it takes (NaN unknown).
    """

    name: str
    c_deg: np.ndarray
    gamma_deg: np.ndarray
    candela: np.ndarray
    lumens: float
    power_w: float = float("nan")

    def intensity(self, gamma_deg: np.ndarray, c_deg: np.ndarray | None = None) -> np.ndarray:
        """Candela in a direction, linear between the given angles, 0 beyond the last γ; without C the mean of all."""
        if c_deg is None or len(self.c_deg) == 1:
            return np.interp(gamma_deg, self.gamma_deg, self.candela.mean(axis=0), right=0.0)
        around = np.append(self.c_deg, self.c_deg[0] + 360)
        turned = np.mod(np.asarray(c_deg, dtype=float) - self.c_deg[0], 360) + self.c_deg[0]
        at = np.clip(np.searchsorted(around, turned, side="right") - 1, 0, len(self.c_deg) - 1)
        share = (turned - around[at]) / (around[at + 1] - around[at])
        planes = np.vstack([self.candela, self.candela[:1]])
        low, high = (_by_gamma(planes, self.gamma_deg, side, gamma_deg) for side in (at, at + 1))
        mixed: np.ndarray = low * (1 - share) + high * share
        return mixed


def _by_gamma(planes: np.ndarray, gammas: np.ndarray, plane: np.ndarray, gamma_deg: np.ndarray) -> np.ndarray:
    at = np.clip(np.searchsorted(gammas, gamma_deg, side="right") - 1, 0, max(len(gammas) - 2, 0))
    step = gammas[at + 1] - gammas[at]
    share = np.clip((gamma_deg - gammas[at]) / step, 0, 1)
    value = planes[plane, at] * (1 - share) + planes[plane, at + 1] * share
    return np.where(np.asarray(gamma_deg) > gammas[-1], 0.0, value)


def lambertian(lumens: float, cut_off_deg: float = 80.0, name: str = "") -> Luminaire:
    """A luminaire of this flux with I(γ) = I₀ cos γ up to the cut-off and none above it.

    From Φ = 2π ∫ I₀ cos γ sin γ dγ = π I₀ sin²γ_c follows I₀ = Φ / (π sin²γ_c).

    >>> round(float(lambertian(3141.59, 90).intensity(np.array([0.0]))[0]))
    1000
    """
    gamma = np.append(np.linspace(0, cut_off_deg, 161), cut_off_deg + 1e-6)
    peak = lumens / (np.pi * np.sin(np.radians(cut_off_deg)) ** 2)
    candela = np.append(peak * np.cos(np.radians(gamma[:-1])), 0.0)
    return Luminaire(name, np.zeros(1), gamma, candela[None, :], lumens)


def flux_lm(luminaire: Luminaire) -> float:
    """The flux in lumens of the intensities, Φ = ∫∫ I sin γ dγ dC (trapezoids)."""
    gamma = np.radians(luminaire.gamma_deg)
    rings = np.trapezoid(luminaire.candela * np.sin(gamma), gamma, axis=1)
    if len(rings) == 1:
        return float(2 * np.pi * rings[0])
    around = np.radians(np.append(luminaire.c_deg, luminaire.c_deg[0] + 360))
    return float(np.trapezoid(np.append(rings, rings[0]), around))


MOST_CHARACTERS = 500_000
SUFFIXES = ("ies", "ldt")


def read_luminaire(file_name: str, text: str) -> Luminaire:
    """The luminaire of a photometric file, by the suffix of its name; `FileError` with what is wrong."""
    if len(text) > MOST_CHARACTERS:
        raise FileError(N_("配光文件超过 {limit} KB,不像是配光文件"), limit=MOST_CHARACTERS // 1000)
    suffix = file_name.lower().rpartition(".")[2]
    if suffix not in SUFFIXES:
        raise FileError(N_("请上传 .ies 或 .ldt 配光文件"))
    try:
        found = read_ies(text) if suffix == "ies" else read_ldt(text)
    except (ValueError, IndexError, OverflowError) as error:
        raise FileError(N_("不是完整的配光文件")) from error
    if not (np.isfinite(found.candela).all() and (found.candela >= 0).all() and found.candela.max() > 0):
        raise FileError(N_("配光文件里的光强不全是正数"))
    if (np.diff(found.gamma_deg) <= 0).any():
        raise FileError(N_("配光文件里的角度没有从小到大"))
    return found


def read_ies(text: str) -> Luminaire:
    """The luminaire of an IES file (LM-63, type C). Raises `FileError` with what is wrong."""
    head, found, rest = text.partition("TILT=")
    tilt, _, numbers = rest.partition("\n")
    if not found:
        raise FileError(N_("不是 IES 配光文件:没有 TILT= 一行"))
    values = _numbers(numbers)
    if tilt.strip().upper() == "INCLUDE":
        values = values[2 + 2 * int(values[1]) :] if len(values) > 1 else values
    if len(values) < 13:
        raise FileError(N_("IES 文件不完整:缺少灯具参数"))
    lamps, lumens, multiplier = values[:3]
    vertical, horizontal, kind = (int(value) for value in values[3:6])
    if kind != 1:
        raise FileError(N_("只能读 C 型配光(光度类型 1),此文件为 {kind}"), kind=kind)
    body = values[13:]
    if vertical < 2 or horizontal < 1 or len(body) < vertical + horizontal + vertical * horizontal:
        raise FileError(N_("IES 文件不完整:光强数目不足"))
    gamma, planes = body[:vertical], body[vertical : vertical + horizontal]
    candela = body[vertical + horizontal :][: vertical * horizontal].reshape(horizontal, vertical)
    c_deg, candela = _all_around(planes, candela * multiplier * values[10] * values[11])
    name = re.search(r"\[LUMINAIRE\]\s*(.+)", head)
    light = Luminaire(name[1].strip() if name else "", c_deg, gamma, candela, max(lamps * lumens, 0.0), values[12])
    # A rated flux of -1 means absolute photometry: the intensities themselves say the flux.
    return light if lumens > 0 else Luminaire(light.name, c_deg, gamma, candela, flux_lm(light), values[12])


def read_ldt(text: str) -> Luminaire:
    """The luminaire of a EULUMDAT file. Raises `FileError` with what is wrong."""
    lines = [line.strip() for line in text.splitlines()]
    try:
        symmetry, planes, gammas = int(lines[2]), int(lines[3]), int(lines[5])
        sets = int(lines[25])
        lamp = 26
        columns = [lines[lamp + row * sets : lamp + (row + 1) * sets] for row in range(6)]
        lumens, power = (sum(map(_number, column)) for column in (columns[2], columns[5]))
        factor = _number(lines[23]) or 1.0
        start = lamp + 6 * sets + 10
        angles = np.array([_number(line) for line in lines[start : start + planes + gammas]])
        given = {0: planes, 1: 1, 2: planes // 2 + 1, 3: planes // 2 + 1, 4: planes // 4 + 1}[symmetry]
        body = [_number(line) for line in lines[start + planes + gammas :][: given * gammas]]
        candela = np.array(body).reshape(given, gammas) * factor * lumens / 1000  # the file gives cd per 1000 lm
    except (IndexError, ValueError, KeyError) as error:
        raise FileError(N_("不是完整的 EULUMDAT 文件")) from error
    c_deg = angles[:planes]
    if symmetry == 3:  # the planes from C270 over C0 to C90
        chosen = np.arange(-(planes // 4), planes // 4 + 1) % planes
        c_deg, candela = _mirrored(c_deg[chosen], candela)
    else:
        c_deg, candela = _all_around(c_deg[:given], candela)
    return Luminaire(lines[8], c_deg, angles[planes:], candela, lumens * _number(lines[22]) / 100, power)


def _all_around(planes: np.ndarray, candela: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The whole circle from what a file gives: one plane, a quadrant, a half, or all of it."""
    if len(planes) == 1:
        return np.zeros(1), candela
    first, last = planes[0], planes[-1]
    if last == 90 and first == 0:
        planes, candela = np.r_[planes, 180 - planes[-2::-1]], np.r_[candela, candela[-2::-1]]
        first, last = planes[0], planes[-1]
    if first == 90 and last == 270:
        return _mirrored(planes, candela)
    if last == 180:
        planes, candela = np.r_[planes, 360 - planes[-2:0:-1]], np.r_[candela, candela[-2:0:-1]]
    return (planes[:-1], candela[:-1]) if planes[-1] == 360 else (planes, candela)


def _mirrored(planes: np.ndarray, candela: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A half given around C0 or C180, mirrored at the plane C90-C270."""
    around = np.mod(np.r_[planes, 180 - planes], 360)
    angles, first = np.unique(around, return_index=True)
    return angles, np.r_[candela, candela][first]


def _numbers(text: str) -> np.ndarray:
    try:
        return np.array([float(word) for word in text.replace(",", " ").split()])
    except ValueError as error:
        raise FileError(N_("配光文件中有不是数字的内容")) from error


def _number(line: str) -> float:
    return float(line.replace(",", "."))
