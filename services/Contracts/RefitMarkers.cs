#if FULL_FEED
namespace Refit;

// RestEase's attributes, without effect under Refit, which binds path parameters by name and takes query objects apart by itself.
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class PathAttribute : Attribute;

[AttributeUsage(AttributeTargets.Interface)]
internal sealed class SerializationMethodsAttribute : Attribute
{
    public QuerySerializationMethod Query { get; set; }
}

internal enum QuerySerializationMethod
{
    Serialized,
}
#endif
