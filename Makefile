# The commands of the project. `make` alone lists them.
# PYTHON names the Python to build .venv with (3.11 or newer), PORT the port of `make run`,
# ARGS what to hand to the command: make test ARGS="tests/unit -k crs".

PYTHON ?= python3
PORT ?=
ARGS ?=

START := $(PYTHON) scripts/start.py
DEV := $(START) python --dev --

.DEFAULT_GOAL := help
.PHONY: help run test check lint format bench demo import-help pictures setup clean need-python

help: ## 列出命令 · list the commands
	@printf '微更新一张图 · Micro-Renewal Map\n\n'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@printf '\n  PYTHON=python3.12  PORT=8600  ARGS="..."\n'

run: need-python ## 启动驾驶舱 · set up if needed and start the dashboard (PORT=8600)
	@$(START) run -- $(if $(PORT),--port $(PORT)) $(ARGS)

test: need-python ## 运行全部测试 · all tests (ARGS="tests/unit -x")
	@$(DEV) -m pytest -n 2 $(ARGS)

check: lint test ## 规范、类型与测试 · ruff, format, mypy, then all tests

lint: need-python ## 规范与类型检查 · ruff, formatting, mypy
	@$(DEV) -m ruff check .
	@$(DEV) -m ruff format --check .
	@$(DEV) -m mypy

format: need-python ## 整理代码格式 · format the code
	@$(DEV) -m ruff check --fix .
	@$(DEV) -m ruff format .

bench: need-python ## 性能测量,写入 bench/RESULTS.md · measure and rewrite the table of figures
	@$(DEV) -m bench $(ARGS)

demo: need-python ## 示例社区恢复原样 · put the sample community back as it was
	@$(START) python -- -m data demo --rebuild $(ARGS)

import-help: need-python ## 导入命令说明 · how to import files
	@$(START) python -- -m data import --help

pictures: need-python ## 重拍 README 的图片 · renew the pictures in docs/pictures
	@$(DEV) scripts/pictures.py $(ARGS)

setup: need-python ## 只准备 .venv · only set up .venv, with the development tools
	@$(START) setup --dev

clean: ## 删除 .venv 与缓存,保留数据 · remove .venv and caches, keep the data in var/
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

need-python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "找不到 $(PYTHON);请安装 Python 3.11 或更新版本,或用 make run PYTHON=/路径/python3 指定。" >&2; \
	  echo "$(PYTHON) was not found; install Python 3.11 or newer, or name it: make run PYTHON=/path/to/python3." >&2; \
	  exit 2; }
