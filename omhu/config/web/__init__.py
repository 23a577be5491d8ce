"""What stands between the browser and the rooms: addresses, headers, limits, errors."""
