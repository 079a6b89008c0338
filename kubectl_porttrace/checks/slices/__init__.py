"""Family E: EndpointSlices and Endpoints as they really are."""
