"""Writes model files for a comparison of scanners: what libraries write by default, and hostile files of every known class.

Usage: python make_files.py FOLDER. Wants numpy, joblib, scikit-learn and pandas; torch, xgboost, lightgbm and transformers where
they are installed. Hostile payloads only name harmless things to do (os.getcwd, platform names); never load them all the same.
"""

import bz2
import collections
import datetime
import gzip
import io
import lzma
import os
import pickle
import struct
import sys
import tarfile
import zipfile
import zlib

ROOT = sys.argv[1]
CALL = b"cposix\ngetcwd\n(tR."


def put(group, name, data):
    path = os.path.join(ROOT, group, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)
    return path


def short(text):
    raw = text.encode()
    return b"\x8c" + bytes([len(raw)]) + raw


def stack_global(module, name):
    return short(module) + short(name) + b"\x93"


def call(module, name, args=b")"):
    return b"\x80\x04" + stack_global(module, name) + args + b"R."


def make_zip(members, compression=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def torch_zip(pkl, prefix="archive"):
    return make_zip([(f"{prefix}/data.pkl", pkl), (f"{prefix}/byteorder", b"little"), (f"{prefix}/version", b"3\n")])


def make_benign():
    import joblib
    import numpy as np
    import pandas as pd

    values = {
        "python": [1, 2.5, "a", b"b", None, True, {1, 2}, frozenset([3]), (4, 5), 1j, range(3), 2**100],
        "containers": [collections.OrderedDict(a=1), collections.defaultdict(list, b=[1]), collections.deque([1]), collections.Counter("ab")],
        "dates": [datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone.utc), datetime.timedelta(1), datetime.date(2026, 1, 2)],
        "numpy": {"a": np.arange(6.0).reshape(2, 3), "b": np.float32(1), "c": np.array(["x", "y"]), "d": np.array([None, 1], dtype=object)},
        "random": [np.random.default_rng(0), np.random.RandomState(0)],
        "masked": np.ma.array([1, 2], mask=[0, 1]),
        "structured": np.zeros(2, dtype=[("x", "f4"), ("y", "i8")]),
    }
    for name, value in values.items():
        for protocol in range(6):
            put("benign", f"{name}-p{protocol}.pkl", pickle.dumps(value, protocol))
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", "y"], "c": pd.to_datetime(["2026-01-01", "2026-01-02"]), "d": pd.Categorical(["u", "v"])})
    put("benign", "pandas-frame.pkl", pickle.dumps(frame))
    put("benign", "pandas-series.pkl", pickle.dumps(pd.Series([1.0, 2.0], index=pd.date_range("2026-01-01", periods=2))))
    big = {"a": np.arange(3000.0), "b": [np.ones((30, 30), "f4")], "c": np.array(["p", "q"], dtype=object)}
    for name, compress in [("plain", 0), ("zlib", ("zlib", 3)), ("gzip", ("gzip", 3))]:
        joblib.dump(big, put("benign", f"joblib-{name}.joblib", b""), compress=compress)
    np.save(put("benign", "array.npy", b""), np.arange(6))
    np.save(put("benign", "structured.npy", b""), values["structured"])
    np.save(put("benign", "objects.npy", b""), np.array([None, {"a": 1}], dtype=object), allow_pickle=True)
    np.savez(put("benign", "arrays.npz", b""), a=np.arange(3), b=np.ones((2, 2)))
    np.savez_compressed(put("benign", "arrays-compressed.npz", b""), a=np.arange(3))
    make_sklearn(joblib, np)
    for maker in (make_torch, make_boosting):
        try:
            maker()
        except ImportError as error:
            print(f"left out: {error}")


def make_sklearn(joblib, np):
    import warnings

    from sklearn.utils import all_estimators

    warnings.simplefilter("ignore")
    x = np.abs(np.random.RandomState(0).rand(40, 3)) + 0.1
    y = (x[:, 0] > 0.5).astype(int)
    for name, kind in all_estimators():
        try:
            model = kind()
            try:
                model.fit(x, y)
            except Exception:
                pass
            put("benign", f"sklearn/{name}.pkl", pickle.dumps(model))
            joblib.dump(model, put("benign", f"sklearn/{name}.joblib", b""))
        except Exception:
            continue
    from sklearn.compose import ColumnTransformer
    from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestClassifier
    from sklearn.model_selection import GridSearchCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer, StandardScaler

    pipeline = make_pipeline(
        ColumnTransformer([("a", StandardScaler(), [0]), ("b", FunctionTransformer(np.log1p), [1])]), RandomForestClassifier(3)
    )
    put("benign", "sklearn/pipeline.pkl", pickle.dumps(pipeline.fit(x, y)))
    search = GridSearchCV(HistGradientBoostingRegressor(max_iter=3), {"max_depth": [2]}, cv=2).fit(x, y)
    put("benign", "sklearn/search.pkl", pickle.dumps(search))


def make_torch():
    import torch

    model = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.ReLU(), torch.nn.BatchNorm1d(3), torch.nn.Dropout(0.1))
    optimizer = torch.optim.AdamW(model.parameters())
    model(torch.ones(2, 4)).sum().backward()
    optimizer.step()
    target = lambda name: put("benign", name, b"")
    torch.save(model.state_dict(), target("torch-state.pt"))
    torch.save(model.state_dict(), target("torch-legacy.pt"), _use_new_zipfile_serialization=False)
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": 3}, target("torch-checkpoint.ckpt"))
    torch.save(model, target("torch-module.pt"))
    torch.save([torch.zeros(2, dtype=t) for t in (torch.bfloat16, torch.float16, torch.int64, torch.bool, torch.float8_e4m3fn, torch.complex64)], target("torch-types.pt"))
    torch.save([torch.eye(3).to_sparse(), torch.quantize_per_tensor(torch.ones(3), 0.1, 0, torch.qint8)], target("torch-sparse.pt"))
    put("benign", "torch-plain.pkl", pickle.dumps(model.state_dict()))
    put("benign", "torch-plain-p2.pkl", pickle.dumps(model.state_dict(), 2))
    try:
        torch.jit.save(torch.jit.script(torch.nn.Linear(2, 2)), target("torchscript.pt"))
    except Exception as error:
        print(f"left out: TorchScript, {error}")
    try:
        from transformers import TrainingArguments

        torch.save(TrainingArguments(output_dir="out", report_to=[]), target("training_args.bin"))
    except Exception as error:
        print(f"left out: TrainingArguments, {error}")
    try:
        torch.export.save(torch.export.export(torch.nn.Linear(2, 2), (torch.ones(1, 2),)), target("exported.pt2"))
    except Exception as error:
        print(f"left out: torch.export, {error}")


def make_boosting():
    import lightgbm
    import numpy as np
    import xgboost

    x = np.random.RandomState(0).rand(40, 3)
    y = (x[:, 0] > 0.5).astype(int)
    put("benign", "xgboost.pkl", pickle.dumps(xgboost.XGBClassifier(n_estimators=2).fit(x, y)))
    put("benign", "lightgbm.pkl", pickle.dumps(lightgbm.LGBMClassifier(n_estimators=2, verbose=-1).fit(x, y)))


GADGETS = """builtins eval|builtins exec|builtins getattr|builtins open|builtins __import__|__builtin__ apply|os system|posix popen|nt system
subprocess Popen|subprocess check_output|sys exit|socket create_connection|shutil rmtree|runpy run_path|importlib import_module|operator attrgetter
operator methodcaller|functools partial|functools reduce|ctypes CDLL|timeit timeit|cProfile run|profile run|pydoc locate|urllib.request urlopen|ssl get_server_certificate
uuid _get_command_stdout|venv create|pip main|ensurepip _run_pip|idlelib.pyshell ModifiedInterpreter.runcode|idlelib.run Executive.runcode|lib2to3.pgen2.grammar Grammar.loads
distutils.file_util write_file|numpy.f2py.crackfortran getlincoef|numpy.testing._private.utils runstring|types CodeType|cloudpickle.cloudpickle loads|logging FileHandler
_io FileIO|imaplib IMAP4_stream|pkgutil resolve_name|test.support.script_helper assert_python_ok|_osx_support _read_output|_aix_support _read_cmd_output|_pyrepl.pager pipe_pager
torch._dynamo.guards GuardBuilder.get|torch._inductor.codecache compile_file|torch.fx.experimental.symbolic_shapes ShapeEnv.evaluate_guards_expression
torch.jit.unsupported_tensor_ops execWrapper|torch.serialization load|torch.utils._config_module ConfigModule.load_config|torch.utils.bottleneck.__main__ run_cprofile
torch.utils.bottleneck.__main__ run_autograd_prof|torch.utils.collect_env run|torch.utils.data.datapipes.utils.decoder basichandlers|multiprocessing.util spawnv_passfds
mlflow.projects.backend.local _run_entry_point|pandas read_csv|pandas.io.pickle read_pickle|webbrowser open|http.client HTTPSConnection|requests.api get|aiohttp.client ClientSession
asyncio create_subprocess_shell|pty spawn|pdb run|bdb Bdb.run|code InteractiveInterpreter|doctest debug_script|trace Trace.run|linecache getlines|glob glob
zipimport zipimporter|marshal loads|_posixsubprocess fork_exec|commands getoutput|numpy load|joblib load|dill loads|numpy.core _ufunc_reconstruct|copyreg add_extension
some_package.module function|torch serialization.os.system|numpy __builtins__.exec|collections abc.sys.modules|sklearn.datasets fetch_file|transformers pipeline|mypackage Model"""


def make_hostile():
    for gadget in GADGETS.replace("\n", "|").split("|"):
        module, name = gadget.split(" ")
        put("hostile", f"gadget/{module}.{name}.pkl", call(module, name))
    for protocol in range(6):
        class Hostile:
            def __reduce__(self):
                return (os.getcwd, ())

        put("hostile", f"reduce-p{protocol}.pkl", pickle.dumps({"weights": [1, 2], "extra": Hostile()}, protocol))
    op = lambda name, data: put("hostile", f"opcode/{name}", data)
    op("inst.pkl", b"(iposix\ngetcwd\n.")
    op("obj.pkl", b"(cposix\ngetcwd\no.")
    op("newobj.pkl", b"\x80\x02cposix\ngetcwd\n)\x81.")
    op("newobj-ex.pkl", b"\x80\x04cposix\ngetcwd\n)}\x92.")
    op("build.pkl", b"\x80\x02ctorch.nn.modules.linear\nLinear\n}X\x07\x00\x00\x00forwardcposix\ngetcwd\nsb.")
    op("memo-names.pkl", b"\x80\x04" + short("posix") + b"q\x000" + short("getcwd") + b"q\x010h\x00h\x01\x93)R.")
    op("memo-text-index.pkl", b"S'posix'\np7\n0S'getcwd'\np8\n0g7\ng8\n\x93(tR.")
    op("escaped-string.pkl", b"S'\\x70osix'\nVget\\u0063wd\n\x93(tR.")
    op("computed-name.pkl", b"\x80\x04" + call("builtins", "str", short("posix") + b"\x85")[2:-1] + short("getcwd") + b"\x93)R.")
    op("codec-name.pkl", b"\x80\x04c_codecs\nencode\n" + short("cbfvk") + short("rot13") + b"\x86R" + short("getcwd") + b"\x93)R.")
    op("dup.pkl", b"\x80\x04" + short("posix") + b"2" + b"0" + short("getcwd") + b"\x93)R.")
    op("ext1.pkl", b"\x80\x02\x82\x01)R.")
    op("ext4.pkl", b"\x80\x02\x84\x01\x00\x00\x00)R.")
    op("persid.pkl", b"Pgive me something\n.")
    op("no-stop.pkl", CALL[:-1])
    op("junk-after-stop.pkl", CALL + b"\xff" * 50)
    op("broken-after.pkl", CALL[:-1] + b"\xff\xff\xff")
    op("truncated-bytes.pkl", CALL[:-1] + b"B\xff\xff\xff\x7fabc")
    op("second-stream.pkl", pickle.dumps([1]) + CALL)
    op("proto-inside.pkl", b"\x80\x02}\x80\x04" + CALL)
    op("proto-255.pkl", b"]\x80\x04" + CALL)
    op("frame-lies.pkl", b"\x80\x04\x95\x01\x00\x00\x00\x00\x00\x00\x00" + CALL)
    op("setitem-global.pkl", b"\x80\x04" + stack_global("numpy", "__builtins__") + short("len") + stack_global("posix", "getcwd") + b"s.")
    op("change-class.pkl", b"\x80\x04" + stack_global("torch.nn.modules.linear", "Linear") + b"}" + short("forward") + stack_global("torch", "Size") + b"sb.")
    op("nested-loads.pkl", call("pickle", "loads", b"C" + bytes([len(CALL)]) + CALL + b"\x85"))
    op("nested-torch.pkl", call("torch.storage", "_load_from_bytes", b"C" + bytes([len(CALL)]) + CALL + b"\x85"))
    op("nested-torch-computed.pkl", call("torch.storage", "_load_from_bytes", stack_global("builtins", "bytes") + b"K\x05\x85R\x85"))
    op("factory.pkl", call("collections", "defaultdict", stack_global("posix", "getcwd") + b"\x85"))
    op("called-result.pkl", b"\x80\x04" + stack_global("collections", "OrderedDict") + b")R)R.")
    op("not-called.pkl", b"\x80\x04" + stack_global("posix", "getcwd") + b"0N.")
    op("deep-memo.pkl", b"\x80\x04" + b"".join(short(c) + b"\x94" + b"0" for c in "abc") + stack_global("posix", "getcwd") + b")R.")
    op("long-attribute.pkl", call("os", "path.os.getcwd"))
    op("wrong-extension.txt", CALL)
    wrap = lambda name, data: put("hostile", f"container/{name}", data)
    wrap("gzip.pkl.gz", gzip.compress(CALL))
    wrap("zlib.joblib", zlib.compress(CALL))
    wrap("bz2.joblib", bz2.compress(CALL))
    wrap("xz.joblib", lzma.compress(CALL))
    wrap("lzma.joblib", lzma.compress(CALL, format=lzma.FORMAT_ALONE))
    wrap("7z.7z", b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(40))
    wrap("gzip-cut.pkl.gz", gzip.compress(CALL * 100)[:-12])
    wrap("torch.pt", torch_zip(CALL))
    wrap("torch-prefix.bin", torch_zip(CALL, "model"))
    wrap("torch-deflated.pt", make_zip([("archive/data.pkl", CALL), ("archive/version", b"3")], zipfile.ZIP_DEFLATED))
    wrap("torch-as-txt.txt", torch_zip(CALL))
    wrap("torch-other-name.pt", make_zip([("archive/data.pkl", pickle.dumps({})), ("archive/version", b"3"), ("archive/extra", CALL)]))
    flags = bytearray(torch_zip(CALL))
    flags[6] |= 1
    wrap("zip-local-encrypted.pt", bytes(flags))
    directory = bytearray(torch_zip(CALL))
    at = directory.index(b"PK\x01\x02")
    directory[at + 8] |= 1
    wrap("zip-directory-encrypted.pt", bytes(directory))
    name = bytearray(torch_zip(CALL))
    name[30] = ord("X")
    wrap("zip-local-name.pt", bytes(name))
    checksum = bytearray(torch_zip(CALL))
    checksum[checksum.index(b"PK\x01\x02") + 16] ^= 0xFF
    wrap("zip-checksum.pt", bytes(checksum))
    method = bytearray(torch_zip(CALL))
    method[8] = 8
    wrap("zip-local-method.pt", bytes(method))
    import warnings

    warnings.simplefilter("ignore")
    wrap("zip-twice.pt", make_zip([("archive/data.pkl", CALL), ("archive/data.pkl", pickle.dumps({})), ("archive/version", b"3")]))
    wrap("zip-slip.zip", make_zip([("../../outside.txt", b"x")]))
    wrap("zip-in-zip.zip", make_zip([("inner.zip", make_zip([("a.bin", CALL)]))]))
    wrap("zip-bzip2.pt", make_zip([("archive/data.pkl", CALL)], zipfile.ZIP_BZIP2))
    wrap("zip-lzma.pt", make_zip([("archive/data.pkl", CALL)], zipfile.ZIP_LZMA))
    wrap("zip-no-directory.pt", torch_zip(CALL)[:150])
    wrap("pickle-before-zip.pt", CALL + make_zip([("a.txt", b"hello")]))
    wrap("zip-after-pickle.pt", pickle.dumps({}) + torch_zip(CALL))
    wrap("bomb.zip", make_zip([("archive/data.pkl", bytes(80 << 20))], zipfile.ZIP_DEFLATED))
    wrap("handler.mar", make_zip([("MAR-INF/MANIFEST.json", b"{}"), ("handler.py", b"print()")]))
    npy = b"\x93NUMPY\x01\x00"
    header = b"{'descr': '|O', 'fortran_order': False, 'shape': (1,), }".ljust(117) + b"\n"
    wrap("objects.npy", npy + struct.pack("<H", len(header)) + header + CALL)
    odd = b'{"fortran_order": False, "descr": "O", "shape": (1,)}'.ljust(117) + b"\n"
    wrap("objects-odd-header.npy", npy + struct.pack("<H", len(odd)) + odd + CALL)
    fields = b"{'descr': [('a', 'O')], 'fortran_order': False, 'shape': (1,), }".ljust(117) + b"\n"
    wrap("objects-field.npy", npy + struct.pack("<H", len(fields)) + fields + CALL)
    wrap("objects.npz", make_zip([("a.npy", npy + struct.pack("<H", len(header)) + header + CALL)]))
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        entry = tarfile.TarInfo("model/weights.bin")
        entry.size = len(CALL)
        archive.addfile(entry, io.BytesIO(CALL))
    wrap("pickle.tar", out.getvalue())
    wrap("pickle.nemo", gzip.compress(out.getvalue()))
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        entry = tarfile.TarInfo("../outside.txt")
        archive.addfile(entry)
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        archive.addfile(link)
    wrap("tar-slip.tar", out.getvalue())
    magic = pickle.dumps(0x1950A86A20F9469CFC6C, 2) + pickle.dumps(1001, 2) + pickle.dumps({"little_endian": True}, 2)
    wrap("legacy-torch.pt", magic + CALL + pickle.dumps([], 2))


make_benign()
make_hostile()
