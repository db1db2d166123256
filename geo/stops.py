"""What usually stops while a kind of work goes on: common practice, an editable default, never a promise.

The notice of a single work, with its days and streets, comes before each work and stands above this.
"""

from collections.abc import Mapping

from geo.words import N_

STOPS: Mapping[str, str] = {
    "sewer_renewal": N_("排水时段受限,路边不能停车"),
    "asphalt_overlay": N_("路面封闭,路边不能停车"),
    "street_lights": N_("短时停电,夜间请带手电"),
    "roof_leak": N_("顶楼有施工声,屋面不能晾晒"),
    "building_renovation": N_("有脚手架,请关好门窗"),
    "garden": N_("花园部分围挡"),
    "public_space": N_("场地部分围挡"),
    "waste_sorting": N_("投放点临时挪动"),
    "facility": N_("室内临时停用"),
}
"""Kind of work (its id among the default kinds) → what residents notice."""
