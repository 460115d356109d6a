"""Frozen dataclasses that are quick to define: every command defines eighty of them.

To type checkers and readers they are the standard library's. That one compiles six
methods for each class, which takes a millisecond whenever a program starts; here five
of them are shared, and `__init__` is compiled where many instances are made.
"""

from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

_NONE: Any = object()

_MANY = 60
"""So many instances in, compiling `__init__` pays."""

_INIT = "__init__"
_set = object.__setattr__


class _Field:
    """One field of a record, as `fields` hands it out."""

    def __init__(
        self,
        *,
        default: Any = _NONE,
        default_factory: Callable[[], Any] = _NONE,
        compare: bool = True,
        metadata: Mapping[str, Any] | None = None,
    ) -> None:
        self.name, self.type = "", _NONE
        self.default, self.default_factory = default, default_factory
        self.compare, self.metadata = compare, metadata or {}


def _dataclass(*, frozen: bool, slots: bool = False) -> Callable[[type], type]:
    assert frozen, "what changes is no record"

    def made(cls: Any) -> Any:
        own = dict(_own_fields(cls))
        body = {name: it for name, it in cls.__dict__.items() if name not in own}
        inherited = {field.name: field for field in getattr(cls, "_record", ())}
        body = {**_methods(inherited | own, body), **body}
        if slots:  # they cannot be added to a class: it is made again
            del body["__dict__"], body["__weakref__"]
            body |= {"__slots__": tuple(own), "__qualname__": cls.__qualname__}
            return type(cls)(cls.__name__, cls.__bases__, body)
        for name in own.keys() & cls.__dict__.keys():
            delattr(cls, name)
            if own[name].default is not _NONE:
                setattr(cls, name, own[name].default)
        for name in body.keys() - cls.__dict__.keys():
            setattr(cls, name, body[name])
        return cls

    return made


def _own_fields(cls: Any) -> Iterator[tuple[str, _Field]]:
    for name, kind in cls.__annotations__.items():
        if ClassVar in (kind, getattr(kind, "__origin__", None)):
            continue
        said = cls.__dict__.get(name, _NONE)
        field = said if isinstance(said, _Field) else _Field(default=said)
        field.name, field.type = name, kind
        yield name, field


def _methods(fields: dict[str, _Field], body: dict[str, Any]) -> dict[str, Any]:
    """Return what a record's class gets besides what its body says."""
    compared = [name for name, field in fields.items() if field.compare]
    values = attrgetter(*compared) if compared else type

    def equal(self: Any, other: Any) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    def hashed(self: Any) -> int:
        return hash(values(self))

    return {
        "_record": tuple(fields.values()),
        _INIT: _init(fields, finish="__post_init__" in body),
        "__eq__": equal,
        "__hash__": hashed,
        "__reduce__": _rebuilt,
        "__repr__": _shown,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__match_args__": tuple(fields),
        "__dataclass_fields__": _StandardFields(),
        "__dataclass_params__": _StandardParameters,
    }


def _init(fields: dict[str, _Field], *, finish: bool) -> Callable[..., None]:
    """Return an `__init__` that sorts out what it is given.

    It does so for the first instances only; then it gives way to a compiled one.
    """
    names, every = tuple(fields), fields.values()
    initial = {each.name: each.default for each in every if each.default is not _NONE}
    fresh = [each for each in every if each.default_factory is not _NONE]
    made = 0

    def init(self: Any, *given: Any, **named: Any) -> None:
        nonlocal made
        made += 1
        if made == _MANY:
            owner = next(c for c in type(self).__mro__ if vars(c).get(_INIT) is init)
            setattr(owner, _INIT, _compiled(owner, fields, finish=finish))
        values, wrong = {**initial, **named}, len(given) > len(names)
        for name, value in zip(names, given, strict=False):
            wrong |= name in named
            values[name] = value
        for field in fresh:
            if field.name not in values:
                values[field.name] = field.default_factory()
        if wrong or values.keys() != fields.keys():
            raise TypeError(f"{type(self).__name__} takes {', '.join(names)}")
        for name, value in values.items():
            _set(self, name, value)
        if finish:
            self.__post_init__()

    return init


def _compiled(
    owner: type, fields: dict[str, _Field], *, finish: bool
) -> Callable[..., None]:
    """Return an `__init__` with the fields as its parameters.

    Where a class has slots they are set directly, which takes two thirds of the time.
    """
    takes, sets = [], []
    space: dict[str, Any] = {"_set": _set, "_none": _NONE}
    for name, field in fields.items():
        given = name
        if field.default_factory is not _NONE:
            takes.append(f"{name}=_none")
            given = f"_field_{name}.default_factory() if {name} is _none else {name}"
        elif field.default is not _NONE:
            takes.append(f"{name}=_field_{name}.default")
        else:
            takes.append(name)
        space[f"_field_{name}"] = field
        slot = getattr(getattr(owner, name, None), "__set__", None)
        if slot is not None:
            space[f"_set_{name}"] = slot
            sets.append(f"    _set_{name}(self, {given})\n")
        else:
            sets.append(f"    _set(self, {name!r}, {given})\n")
    last = "    self.__post_init__()\n" if finish else "    pass\n"
    exec(f"def {_INIT}(self, {', '.join(takes)}):\n{''.join(sets)}{last}", space)
    init: Callable[..., None] = space[_INIT]
    return init


def _shown(self: Any) -> str:
    parts = (f"{field.name}={getattr(self, field.name)!r}" for field in self._record)
    return f"{type(self).__qualname__}({', '.join(parts)})"


def _rebuilt(self: Any) -> tuple[type, tuple[Any, ...]]:
    """Say how another process makes the same: by its fields, in their order."""
    return type(self), tuple(getattr(self, field.name) for field in self._record)


def _refuse(self: object, name: str, *_: object) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot change {name!r} of {type(self).__name__}")


def _fields(record: Any) -> tuple[_Field, ...]:
    own: tuple[_Field, ...] = record._record
    return own


def _replace(record: Any, /, **changes: Any) -> Any:
    for field in record._record:
        if field.name not in changes:
            changes[field.name] = getattr(record, field.name)
    return type(record)(**changes)


class _StandardParameters:
    """What the standard library asks a class of which it makes a subclass."""

    frozen = True


class _StandardFields:
    """The fields as the standard library keeps them, made when it asks for them."""

    def __get__(self, record: object, cls: Any) -> Any:
        import dataclasses

        fields = []
        for own in cls._record:
            said = {"default": own.default, "default_factory": own.default_factory}
            said = {name: value for name, value in said.items() if value is not _NONE}
            more = {"compare": own.compare, "metadata": own.metadata}
            fields.append((own.name, own.type, dataclasses.field(**said, **more)))
        twin: Any = dataclasses.make_dataclass(cls.__name__, fields, frozen=True)
        # Hypothesis asks for each value that it draws.
        cls.__dataclass_fields__ = twin.__dataclass_fields__
        return twin.__dataclass_fields__


if TYPE_CHECKING:
    from dataclasses import dataclass, field, fields, replace
else:
    dataclass, field, fields, replace = _dataclass, _Field, _fields, _replace

__all__ = ["dataclass", "field", "fields", "replace"]
